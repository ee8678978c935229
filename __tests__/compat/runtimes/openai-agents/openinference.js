import { setSession } from '@arizeai/openinference-core';
import { context } from '@opentelemetry/api';
import { fromOpenInference, SessionTraceSpanProcessor } from 'otel-session-trace';

// First in `spanProcessors`.
export const sessionTrace = new SessionTraceSpanProcessor({
  sessionId: fromOpenInference(),
  interaction: 'Agent workflow',
  nestedInteractions: 'keep', // a run has two spans of that name, one inside the other
});

// Around each turn: `around(conversationId, () => answer(question))`.
export const around = (sessionId, turn) =>
  context.with(setSession(context.active(), { sessionId }), turn);
