import { createSessionTracing, fromAttributes } from 'otel-session-trace';

const sessions = createSessionTracing({
  // Genkit writes its context as JSON, when the flow's span ends.
  sessionId: fromAttributes((attributes) => {
    const text = attributes['genkit:metadata:context'];
    return typeof text === 'string' ? JSON.parse(text).sessionId : undefined;
  }),
  interaction: 'answer', // the flow that takes a turn
});

// First in `spanProcessors`.
export const sessionTrace = sessions.spanProcessor;

// Around the exporter: `new BatchSpanProcessor(placed(new OTLPTraceExporter()))`.
export const placed = (exporter) => sessions.exporter(exporter);
