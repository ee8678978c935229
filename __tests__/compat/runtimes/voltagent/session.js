import { createSessionTracing, fromAttributes } from 'otel-session-trace';

const sessions = createSessionTracing({
  sessionId: fromAttributes('conversation.id'),
  interaction: 'travel-agent', // the agent's name
});

// First in `spanProcessors`.
export const sessionTrace = sessions.spanProcessor;

// Around the exporter: `new BatchSpanProcessor(placed(new OTLPTraceExporter()))`.
export const placed = (exporter) => sessions.exporter(exporter);
