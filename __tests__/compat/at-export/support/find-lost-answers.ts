import type { ReceivedSpan } from '../../../../examples/support/received-span.js';

/** What the AI SDK writes on the span of a model call when the model has answered: none of it is optional. */
const ANSWER = ['ai.response.text', 'ai.usage.inputTokens', 'ai.usage.outputTokens'];

/** The calls of a model whose span ended before its answer was there, in words. */
export function findLostAnswers(spans: readonly ReceivedSpan[]): string[] {
  return spans
    .filter(({ name }) => name.startsWith('ai.generateText'))
    .flatMap(({ name, spanId, attributes }) => {
      const missing = ANSWER.filter((key) => !(key in attributes));
      return missing.length === 0 ? [] : [`${name} ${spanId} has lost ${missing.join(', ')}`];
    });
}
