// The processor of Langfuse, which exports what it takes for a span of an LLM: by its scope, or by an attribute `gen_ai.*`.
import { LangfuseSpanProcessor, isDefaultExportSpan } from '@langfuse/otel';
import { context, trace } from '@opentelemetry/api';
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace-node';
import { SESSION, takeTwoTurns } from '../support/agent.mjs';
import { OPTIONS, attributeOf, measure } from '../support/measure.mjs';

// Nothing is sent there: the exporter is given.
const AWAY = { publicKey: 'none', secretKey: 'none', baseUrl: 'http://127.0.0.1:9' };

const conversation = (sessionId) => ({ attributes: { 'gen_ai.conversation.id': sessionId } });
const rootsToo = ({ otelSpan }) =>
  otelSpan.attributes['otel_session_trace.span'] === 'session_root' ||
  isDefaultExportSpan(otelSpan);

/** A turn of an agent of one's own, which writes what the conventions for GenAI say. Its scope says nothing. */
function takeTurnByConvention() {
  const tracer = trace.getTracer('my-agent');
  const start = (operation) => tracer.startSpan(operation, attributesOf(operation));
  const turn = start('invoke_agent');
  context.with(trace.setSpan(context.active(), turn), () => {
    start('chat').end();
    tracer.startSpan('my own business').end();
  });
  start('execute_tool').end();
  turn.end();
}

function attributesOf(operation) {
  return { attributes: { 'gen_ai.operation.name': operation, 'session.id': SESSION } };
}

const BY_SCOPE = { play: takeTwoTurns };
const BY_ATTRIBUTE = {
  play: takeTurnByConvention,
  options: { ...OPTIONS, interaction: 'invoke_agent' },
};

const cases = [
  ['known by scope, ours first', BY_SCOPE],
  ['known by scope, ours last', { ...BY_SCOPE, ours: 'last' }],
  [
    "known by scope, ours first, sessionRoot 'omit'",
    { ...BY_SCOPE, options: { ...OPTIONS, sessionRoot: 'omit' } },
  ],
  ['known by attribute, without ours', { ...BY_ATTRIBUTE, ours: 'absent' }],
  ['known by attribute, ours first', BY_ATTRIBUTE],
  [
    'known by attribute, a root with gen_ai.conversation.id',
    { ...BY_ATTRIBUTE, options: { ...BY_ATTRIBUTE.options, sessionSpan: conversation } },
  ],
  [
    'known by attribute, a filter that lets session roots pass',
    { ...BY_ATTRIBUTE, shouldExportSpan: rootsToo },
  ],
];
for (const [title, { shouldExportSpan, ...given }] of cases) {
  const exporter = new InMemorySpanExporter();
  await measure(`langfuse, ${title}`, {
    ...given,
    peer: () => ({
      processor: new LangfuseSpanProcessor({
        ...AWAY,
        shouldExportSpan,
        exporter,
        exportMode: 'immediate',
      }),
      exported: () => exporter.getFinishedSpans(),
    }),
    notes: () => attributeOf(exporter.getFinishedSpans(), 'langfuse.internal.is_app_root'),
  });
}
