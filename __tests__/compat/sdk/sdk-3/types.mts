// Never run: tsc checks it against the types of this major, as an ES module.
import type { Context } from '@opentelemetry/api';
import type { LogRecordProcessor } from '@opentelemetry/sdk-logs';
import {
  TracerProvider,
  type ReadableSpan,
  type Span,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace';
import {
  SessionTraceSpanProcessor,
  createSessionTracing,
  firstOf,
  fromAttributes,
  fromEnv,
  hmacDerivation,
  type SessionTracing,
} from 'otel-session-trace';

type LogEmitted = (...parameters: Parameters<LogRecordProcessor['onEmit']>) => void;

const sessions: SessionTracing = createSessionTracing({
  sessionId: firstOf(fromAttributes('session.id'), fromEnv('SESSION_ID'), (span) => span.name),
  derivation: hmacDerivation('secret'),
  tracerProvider: () => provider,
});

const processor = new SessionTraceSpanProcessor({ sessionId: () => undefined });
const processors: SpanProcessor[] = [processor, sessions.spanProcessor];

export const provider: TracerProvider = new TracerProvider({ spanProcessors: processors });

export const logProcessors: LogRecordProcessor[] = [
  sessions.logRecordProcessor,
  sessions.logToSpanProcessor({ attributes: ['model'], body: true }),
];

// Parameters of methods are compared either way round; those of functions are not.
export const onStart: (span: Span, parentContext: Context) => void = (span, parentContext) => {
  processor.onStart(span, parentContext);
};
export const onEnd: (span: ReadableSpan) => void = (span) => {
  processor.onEnd(span);
};

export const onEmit: LogEmitted = (record, recordContext) => {
  sessions.logRecordProcessor.onEmit(record, recordContext);
};

// @ts-expect-error That the types of the package are there at all: without them all would be `any`.
createSessionTracing({ sessionId: 42 });
