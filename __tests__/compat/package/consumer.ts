// Never run: each TypeScript checks it strictly, as an ES module and as CommonJS, declarations of packages included.
import type { SpanProcessor } from '@opentelemetry/sdk-trace-node';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import {
  SessionTraceSpanProcessor,
  createSessionTracing,
  firstOf,
  fromAttributes,
  hmacDerivation,
  rotateAfter,
  withSession,
  type SessionTracing,
  type SessionTracingOptions,
} from 'otel-session-trace';

const options: SessionTracingOptions = {
  sessionId: firstOf(fromAttributes('session.id'), (span) => span.name),
  interaction: ['interaction', /turn/, (span) => span.name === 'turn'],
  traceScope: rotateAfter({ spans: 1_500, millis: 3_600_000 }),
  derivation: hmacDerivation('correct horse battery staple'),
};
const sessions: SessionTracing = createSessionTracing(options);
const processor: SpanProcessor = new SessionTraceSpanProcessor({ sessionId: () => undefined });

declare const exporter: ConstructorParameters<typeof BatchSpanProcessor>[0];

export const provider: NodeTracerProvider = new NodeTracerProvider({
  spanProcessors: [
    processor,
    sessions.spanProcessor,
    new BatchSpanProcessor(sessions.exporter(exporter)),
  ],
});
export const answer: number = withSession('a session', () => 42);

// @ts-expect-error That the types of the package are there at all: without them all would be `any`.
createSessionTracing({ sessionId: 42 });
