// Never run: tsc checks it against the types of this major, as a CommonJS module.
import api = require('@opentelemetry/api');
import logs = require('@opentelemetry/sdk-logs');
import sdk = require('@opentelemetry/sdk-trace-node');
import sessionTrace = require('otel-session-trace');

const sessions: sessionTrace.SessionTracing = sessionTrace.createSessionTracing({
  sessionId: sessionTrace.fromAttributes('session.id'),
  tracerProvider: () => provider,
});

const processor = new sessionTrace.SessionTraceSpanProcessor(sessions);
const processors: sdk.SpanProcessor[] = [processor, sessions.spanProcessor];

const provider: sdk.NodeTracerProvider = new sdk.NodeTracerProvider({ spanProcessors: processors });

const onStart: (span: sdk.Span, parentContext: api.Context) => void = (span, parentContext) => {
  processor.onStart(span, parentContext);
};
const onEnd: (span: sdk.ReadableSpan) => void = (span) => {
  processor.onEnd(span);
};

const logProcessors: logs.LogRecordProcessor[] = [
  sessions.logRecordProcessor,
  sessions.logToSpanProcessor(),
];

// @ts-expect-error That the types of the package are there at all: without them all would be `any`.
sessionTrace.createSessionTracing({ sessionId: 42 });

export = { provider, onStart, onEnd, logProcessors };
