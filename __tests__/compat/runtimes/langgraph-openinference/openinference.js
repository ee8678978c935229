import { setSession } from '@arizeai/openinference-core';
import { context } from '@opentelemetry/api';
import { fromOpenInference, SessionTraceSpanProcessor } from 'otel-session-trace';

// Before the first run: without its queue, LangChain keeps the context of whoever called.
process.env.LANGCHAIN_CALLBACKS_BACKGROUND = 'false';

// First in `spanProcessors`.
export const sessionTrace = new SessionTraceSpanProcessor({
  sessionId: fromOpenInference(),
  interaction: 'LangGraph',
});

// Around each turn: `around(conversationId, () => answer(question))`.
export const around = (sessionId, turn) =>
  context.with(setSession(context.active(), { sessionId }), turn);
