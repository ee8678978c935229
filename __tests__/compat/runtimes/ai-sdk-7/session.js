import { fromAttributes, SessionTraceSpanProcessor } from 'otel-session-trace';

// First in `spanProcessors`.
export const sessionTrace = new SessionTraceSpanProcessor({
  sessionId: fromAttributes('ai.settings.context.sessionId'),
  interaction: 'invoke_agent *',
  nestedInteractions: 'keep', // a tool may be an agent as well
});
