import { trace, type Context } from '@opentelemetry/api';
import { setSession } from '../propagation/with-session.js';
import { scopeOfSpan } from '../spans/scope-of-span.js';
import type { Parts } from './parts.js';

/** A context in a session, under its root; the given context where the id cannot be one. */
export function sessionContext(
  { sessions, roots }: Pick<Parts, 'sessions' | 'roots'>,
  sessionId: string,
  from: Context,
): Context {
  const session = sessions.find(sessionId, 'the session id in sessionContext');
  if (session === undefined) {
    return from;
  }
  const active = trace.getSpan(from);
  const root = roots.contextIn(session, session.current, {
    instrumentationScope: active && scopeOfSpan(active),
  });
  const under = root === undefined ? trace.deleteSpan(from) : trace.setSpanContext(from, root);
  return setSession(under, sessionId);
}
