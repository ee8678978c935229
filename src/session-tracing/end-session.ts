import { ROOT_CONTEXT, SpanKind } from '@opentelemetry/api';
import { endAtOnce } from '../roots/end-at-once.js';
import { OWN_SPAN, SESSION_END } from '../roots/own-spans.js';
import { markOf } from '../sessions/marked-context.js';
import { setSession } from '../propagation/with-session.js';
import type { Session } from '../sessions/session.js';
import type { Parts } from './parts.js';
import { sessionContext } from './session-context.js';

const NAME = 'otel_session_trace.session_end';

type EndingParts = Pick<
  Parts,
  'sessions' | 'roots' | 'tracers' | 'notices' | 'now' | 'owner' | 'lifetime' | 'options'
>;

/**
 * Exports the closing span of a session and forgets the session. The span is short on purpose: a root
 * that is open for the whole session would be missing until the end, and lost in a crash.
 *
 * @returns whether the session was held
 */
export function endSession(parts: EndingParts, sessionId: string, reason?: string): boolean {
  const session = parts.sessions.peek(sessionId);
  if (session === undefined) {
    if (!parts.lifetime.hasBegun) {
      parts.notices.warnOnce(
        'nothing to end',
        'endSession was called, and the span processor of this SessionTracing has seen no span: no session is known. Put ' +
          '`sessions.spanProcessor` first into the `spanProcessors` of your tracer provider.',
      );
    }
    return false;
  }
  // No turn will come any more.
  session.turns.settleFirst();
  try {
    exportClosingSpan(parts, session, reason);
  } catch (error) {
    parts.notices.warnOnce(
      'close failed',
      `closing a session failed: ${parts.notices.describe(error)}.`,
    );
  }
  parts.sessions.end(session);
  return true;
}

function exportClosingSpan(parts: EndingParts, session: Session, reason: string | undefined): void {
  const { id, rootMode, current, startedAtMillis, spanCount, turns } = session;
  // Where every orphan has a turn, the closing span is one of them.
  const isOrphan = parts.options.orphansJoinAnyTurn && turns.latest !== undefined;
  if (!isOrphan && rootMode !== 'omit' && parts.roots.parentIn(session, current) === undefined) {
    // No root could be made, so the provider at hand would put this span into some other trace too.
    return;
  }
  const attributes = {
    [OWN_SPAN]: SESSION_END,
    'otel_session_trace.session.duration_ms': parts.now() - startedAtMillis,
    'otel_session_trace.session.turns': turns.count,
    'otel_session_trace.session.spans': spanCount,
    ...(reason === undefined ? {} : { 'otel_session_trace.session.end_reason': reason }),
  };
  const span = parts.tracers
    .tracer(current.scope)
    ?.startSpan(
      NAME,
      { kind: SpanKind.INTERNAL, attributes },
      isOrphan ? setSession(ROOT_CONTEXT, id) : sessionContext(parts, id, ROOT_CONTEXT),
    );
  // A provider that does not carry us must not export it.
  if (span !== undefined && markOf(span.spanContext())?.owner === parts.owner) {
    endAtOnce(span);
  }
}
