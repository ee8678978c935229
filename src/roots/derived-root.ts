import { TraceFlags, type SpanContext } from '@opentelemetry/api';
import type { SessionTrace } from '../sessions/session-trace.js';

/** The derived root as a parent, in the sense of one that another process exports. */
export function derivedRootOf({ traceId, rootSpanId }: SessionTrace): SpanContext {
  return {
    traceId,
    spanId: rootSpanId,
    traceFlags: TraceFlags.SAMPLED,
    isRemote: true,
  };
}
