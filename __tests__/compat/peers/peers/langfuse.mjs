// The processor of Langfuse, which exports what it takes for a span of an LLM.
import { LangfuseSpanProcessor } from '@langfuse/otel';
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace-node';
import { takeTwoTurns } from '../support/agent.mjs';
import { OPTIONS, attributeOf, measure } from '../support/measure.mjs';

// Nothing is sent there: the exporter is given.
const AWAY = { publicKey: 'none', secretKey: 'none', baseUrl: 'http://127.0.0.1:9' };

const conversation = (sessionId) => ({ attributes: { 'gen_ai.conversation.id': sessionId } });
const cases = [
  ['ours first', { ours: 'first' }],
  ['ours last', { ours: 'last' }],
  ["ours first, sessionRoot 'omit'", { options: { ...OPTIONS, sessionRoot: 'omit' } }],
  [
    'ours first, a root with gen_ai.conversation.id',
    { options: { ...OPTIONS, sessionSpan: conversation } },
  ],
];
for (const [title, given] of cases) {
  const exporter = new InMemorySpanExporter();
  await measure(`langfuse, ${title}`, {
    ...given,
    peer: () => ({
      processor: new LangfuseSpanProcessor({
        ...AWAY,
        exporter,
        exportMode: 'immediate',
      }),
      exported: () => exporter.getFinishedSpans(),
    }),
    play: takeTwoTurns,
    notes: () => attributeOf(exporter.getFinishedSpans(), 'langfuse.internal.is_app_root'),
  });
}
