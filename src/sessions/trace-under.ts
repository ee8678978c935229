import { TraceFlags, type SpanContext } from '@opentelemetry/api';
import { Mark } from './mark.js';
import { setMark } from './marked-context.js';
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
  const trace = new SessionTrace({ traceId: span.traceId, rootSpanId: span.spanId }, nowMillis);
  const root = { ...span };
  setMark(root, new Mark(session.owner, session, trace));
  trace.root = root;
  return trace;
}
