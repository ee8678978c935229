import { trace, type Context } from '@opentelemetry/api';
import type { Engine } from './parts.js';
import { setSession } from '../propagation/with-session.js';

/** A context in a session, under its root; the given context where the id cannot be one. */
export function contextInSession(engine: Engine, sessionId: string, from: Context): Context {
  const session = engine.sessions.find(sessionId, 'the session id in sessionContext');
  if (session === undefined) {
    return from;
  }
  const root = engine.roots.parentIn(session.current);
  const under = root === undefined ? trace.deleteSpan(from) : trace.setSpanContext(from, root);
  return setSession(under, sessionId);
}
