import { TraceFlags, type SpanContext } from '@opentelemetry/api';
import { SessionTrace } from './session-trace.js';
import type { Session } from './session.js';

/**
 * A trace of a session in which a span of another process serves as the root; undefined where nobody exported that
 * span.
 */
export function traceUnder(
  session: Session,
  span: SpanContext,
  nowMillis: number,
): SessionTrace | undefined {
  if ((span.traceFlags & TraceFlags.SAMPLED) === 0) {
    return undefined;
  }
  const ids = { traceId: span.traceId, rootSpanId: span.spanId };
  const trace = new SessionTrace(ids, nowMillis, { sessionId: session.id });
  trace.root = { ...span };
  return trace;
}
