import { fromAttributes, SessionTraceSpanProcessor } from 'otel-session-trace';

// First in `spanProcessors`.
export const sessionTrace = new SessionTraceSpanProcessor({
  sessionId: fromAttributes('ai.telemetry.metadata.sessionId'),
  interaction: ['ai.generateText', 'ai.streamText'],
  nestedInteractions: 'keep', // a tool may ask a model as well
});
