import { fromAttributes, SessionTraceSpanProcessor } from 'otel-session-trace';

// After Langfuse's processor in `spanProcessors`: that one writes `session.id` when a span starts.
export const sessionTrace = new SessionTraceSpanProcessor({
  sessionId: fromAttributes('session.id'),
  interaction: 'turn', // the application's own name for it
});
