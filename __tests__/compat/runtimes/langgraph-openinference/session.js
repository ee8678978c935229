import { createSessionTracing, fromAttributes } from 'otel-session-trace';

const sessions = createSessionTracing({
  sessionId: fromAttributes('session.id'),
  interaction: 'LangGraph', // what it calls the run of a graph
});

// First in `spanProcessors`.
export const sessionTrace = sessions.spanProcessor;

// Around the exporter: `new BatchSpanProcessor(placed(new OTLPTraceExporter()))`.
export const placed = (exporter) => sessions.exporter(exporter);
