import type { Annotate } from '../support/trace-tree.js';

/** Adds what tells one span of the AI SDK from another: the question, the tool, the session. */
export const annotate: Annotate = ({ name, attributes }) => {
  switch (name) {
    case 'ai.streamText':
    case 'ai.generateText':
      return lastQuestion(attributes['ai.prompt']);
    case 'ai.toolCall':
      return text(attributes['ai.toolCall.name']);
    case 'session':
      return text(attributes['session.id']);
    default:
      return undefined;
  }
};

interface Prompt {
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
}

function lastQuestion(prompt: unknown): string | undefined {
  if (typeof prompt !== 'string') return undefined;
  const { messages } = JSON.parse(prompt) as Prompt;
  const question = messages.filter(({ role }) => role === 'user').at(-1);
  return question && `"${String(question.content)}"`;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
