import { SessionTraceSpanProcessor, withSession } from 'otel-session-trace';

// First in `spanProcessors`.
export const sessionTrace = new SessionTraceSpanProcessor({ sessionId: () => undefined });

// Around each turn: `around(conversationId, () => answer(question))`.
export const around = withSession;
