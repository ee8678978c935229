import { TraceFlags, type SpanContext } from '@opentelemetry/api';
import { Mark } from '../sessions/mark.js';
import { setMark } from '../sessions/marked-context.js';
import type { SessionTrace } from '../sessions/session-trace.js';
import type { Session } from '../sessions/session.js';

/** The derived root as a parent, in the sense of one that another process exports. */
export function derivedRootOf({ ids }: SessionTrace): SpanContext {
  return {
    traceId: ids.traceId,
    spanId: ids.rootSpanId,
    traceFlags: TraceFlags.SAMPLED,
    isRemote: true,
  };
}

/** The derived root for spans of a session to be under. */
export function referenceTo(session: Session, trace: SessionTrace): SpanContext {
  const reference = derivedRootOf(trace);
  setMark(reference, new Mark(session.owner, session, trace));
  return reference;
}
