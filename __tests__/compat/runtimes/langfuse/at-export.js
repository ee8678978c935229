import { createSessionTracing, fromAttributes } from 'otel-session-trace';

const sessions = createSessionTracing({
  sessionId: fromAttributes('session.id'),
  interaction: 'turn', // the application's own name for it
});

// In the settings of `LangfuseSpanProcessor`: `exporter: placed(new OTLPTraceExporter(...))`.
export const placed = (exporter) => sessions.exporter(exporter);
