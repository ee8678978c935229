import { createSessionTracing, fromAttributes } from 'otel-session-trace';

const sessions = createSessionTracing({
  sessionId: fromAttributes('gen_ai.conversation.id'),
  interaction: 'invoke_agent *',
});

// First in `spanProcessors`.
export const sessionTrace = sessions.spanProcessor;

// Around the exporter: `new BatchSpanProcessor(placed(new OTLPTraceExporter()))`.
export const placed = (exporter) => sessions.exporter(exporter);
