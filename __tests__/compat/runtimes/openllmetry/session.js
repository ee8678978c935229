import { fromAttributes, SessionTraceSpanProcessor } from 'otel-session-trace';

// In the settings of `traceloop.initialize`: `processor: sessionTrace`.
export const sessionTrace = new SessionTraceSpanProcessor({
  sessionId: fromAttributes('gen_ai.conversation.id'),
  interaction: 'conversation.*',
});
