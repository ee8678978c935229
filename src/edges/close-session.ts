import { ROOT_CONTEXT, SpanKind } from '@opentelemetry/api';
import { describeValue } from '../errors/describe-value.js';
import { markOf } from '../state/mark.js';
import { contextInSession } from './context-in-session.js';
import type { Engine } from './engine.js';

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
  const { startedAtMillis, spanCount, turns } = session;
  const attributes = {
    'otel_session_trace.session.duration_ms': engine.now() - startedAtMillis,
    'otel_session_trace.session.turns': turns.count,
    'otel_session_trace.session.spans': spanCount,
    ...(reason === undefined ? {} : { 'otel_session_trace.session.end_reason': reason }),
  };
  try {
    const span = engine.options
      .tracerProvider()
      ?.getTracer('otel-session-trace')
      .startSpan(
        NAME,
        { kind: SpanKind.INTERNAL, attributes },
        contextInSession(engine, sessionId, ROOT_CONTEXT),
      );
    // A span that a provider made which does not carry us would be exported into some other trace.
    if (span !== undefined && markOf(span.spanContext())?.owner === engine.owner) {
      span.end();
    }
  } catch (error) {
    engine.notices.warnOnce('close failed', `closing a session failed: ${describeValue(error)}.`);
  }
  engine.sessions.delete(session);
  return true;
}
