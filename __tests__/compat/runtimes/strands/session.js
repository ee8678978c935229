import { fromAttributes, SessionTraceSpanProcessor } from 'otel-session-trace';

// First in `spanProcessors`.
export const sessionTrace = new SessionTraceSpanProcessor({
  sessionId: fromAttributes('session.id'),
  interaction: 'invoke_agent *',
});
