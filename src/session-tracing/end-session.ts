import { ROOT_CONTEXT, SpanKind } from '@opentelemetry/api';
import { describeValue } from '../diagnostics/describe-value.js';
import { markOf } from '../sessions/mark.js';
import { contextInSession } from './session-context.js';
import type { Session } from '../sessions/session.js';
import type { Engine } from './parts.js';

const NAME = 'otel_session_trace.session_end';

/**
 * Exports the closing span of a session and forgets the session. The span is short on purpose: a root
 * that is open for the whole session would be missing until the end, and lost in a crash.
 *
 * @returns whether the session was held
 */
export function closeSession(engine: Engine, sessionId: string, reason?: string): boolean {
  const session = engine.sessions.peek(sessionId);
  if (session === undefined) {
    return false;
  }
  try {
    exportClosingSpan(engine, session, reason);
  } catch (error) {
    engine.notices.warnOnce('close failed', `closing a session failed: ${describeValue(error)}.`);
  }
  engine.sessions.delete(session);
  return true;
}

function exportClosingSpan(engine: Engine, session: Session, reason: string | undefined): void {
  const { id, rootMode, current, startedAtMillis, spanCount, turns } = session;
  if (rootMode !== 'omit' && engine.roots.parentIn(current) === undefined) {
    // No root could be made, so the provider at hand would put this span into some other trace too.
    return;
  }
  const attributes = {
    'otel_session_trace.session.duration_ms': engine.now() - startedAtMillis,
    'otel_session_trace.session.turns': turns.count,
    'otel_session_trace.session.spans': spanCount,
    ...(reason === undefined ? {} : { 'otel_session_trace.session.end_reason': reason }),
  };
  const span = engine.roots
    .tracer()
    ?.startSpan(
      NAME,
      { kind: SpanKind.INTERNAL, attributes },
      contextInSession(engine, id, ROOT_CONTEXT),
    );
  // A provider that does not carry us must not export it.
  if (span !== undefined && markOf(span.spanContext())?.owner === engine.owner) {
    span.end();
  }
}
