import { getCurrentTrace } from '@openai/agents';
import { SessionTraceSpanProcessor } from 'otel-session-trace';

// First in `spanProcessors`.
export const sessionTrace = new SessionTraceSpanProcessor({
  sessionId: () => getCurrentTrace()?.groupId,
  interaction: 'Agent workflow',
  nestedInteractions: 'keep', // a run has two spans of that name, one inside the other
});
