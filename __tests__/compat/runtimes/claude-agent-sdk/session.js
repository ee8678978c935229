import { context } from '@opentelemetry/api';
import { createSessionTracing } from 'otel-session-trace';

const sessions = createSessionTracing({ sessionId: () => undefined });

// First in `spanProcessors`: it makes and exports the session roots.
export const sessionTrace = sessions.spanProcessor;

// Around `query()`: the child process gets the session root as its parent.
export const around = (sessionId, turn) => context.with(sessions.sessionContext(sessionId), turn);
