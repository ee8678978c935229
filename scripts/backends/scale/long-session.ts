/** One long session, sent as fast as a backend takes it. */
import { context, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resources } from '@opentelemetry/sdk-node';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import {
  SessionTraceSpanProcessor,
  rotateAfter,
  type SessionTracingOptions,
} from 'otel-session-trace';

/** What the program is told. */
export interface LongSession {
  readonly service: string;
  readonly endpoint: string;
  readonly sessionId: string;
  readonly spans: number;
  /** Goes on in a new trace after so many spans; undefined: one trace. */
  readonly rotateAfterSpans?: number;
  /** A trace for each turn. */
  readonly isByTurn?: boolean;
}

const TURNS_AT_ONCE = 50;

const { service, endpoint, sessionId, spans, rotateAfterSpans, isByTurn } = JSON.parse(
  process.argv[2] ?? '',
) as LongSession;
const provider = new NodeTracerProvider({
  resource: resources.resourceFromAttributes({
    'service.name': service,
    'openinference.project.name': service,
  }),
  spanProcessors: [
    new SessionTraceSpanProcessor({
      sessionId,
      traceScope: traceScope(),
      sessionSpan: () => ({ attributes: { 'openinference.span.kind': 'CHAIN' } }),
    }),
    new BatchSpanProcessor(new OTLPTraceExporter({ url: `${endpoint}/v1/traces` }), {
      maxQueueSize: 10_000,
      maxExportBatchSize: 1_000,
    }),
  ],
});
provider.register();
const tracer = trace.getTracer('agent');

// The root is one of them, where there is one.
let started = isByTurn ? 0 : 1;
for (let turn = 0; started < spans; turn++) {
  takeTurn(turn);
  if (turn % TURNS_AT_ONCE === 0) await provider.forceFlush();
}
await provider.shutdown();

/** A turn of up to ten spans: its own, and three times a model's answer with a tool. */
function takeTurn(number: number): void {
  inSpan('interaction', 'AGENT', `question ${number}`, () => {
    for (let call = 0; call < 3; call++) {
      inSpan('llm_request', 'LLM', 'the conversation so far');
      inSpan('tool Bash', 'TOOL', 'ls', () => {
        inSpan('tool.execution', 'TOOL', 'ls');
      });
    }
  });
}

function traceScope(): NonNullable<SessionTracingOptions['traceScope']> {
  if (isByTurn) return 'interaction';
  return rotateAfterSpans === undefined ? 'session' : rotateAfter({ spans: rotateAfterSpans });
}

function inSpan(name: string, kind: string, input: string, inside?: () => void): void {
  if (started >= spans) return;
  started++;
  const attributes = { 'openinference.span.kind': kind, 'input.value': input };
  const span = tracer.startSpan(name, { attributes });
  if (inside) context.with(trace.setSpan(context.active(), span), inside);
  span.end();
}
