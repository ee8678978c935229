import {
  TraceFlags,
  createTraceState,
  isSpanContextValid,
  type SpanContext,
} from '@opentelemetry/api';

/*
 * The `traceparent` of W3C Trace Context (https://www.w3.org/TR/trace-context/#traceparent-header).
 * The propagators of @opentelemetry/core do the same; importing them would make that package a peer of
 * everybody, for these few lines. The tests hold the two against each other.
 */

// Later versions may append fields; version ff is forbidden, and version 00 has exactly these four.
const TRACE_PARENT = /^(?!ff)([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/;

/** Writes a span context as `traceparent`. */
export function formatTraceParent({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${(traceFlags & 0xff).toString(16).padStart(2, '0')}`;
}

/** Reads `traceparent` and `tracestate` as a remote span context; undefined where that is none. */
export function parseTraceParent(
  traceParent: string | undefined,
  traceState: string | undefined,
): SpanContext | undefined {
  const match = TRACE_PARENT.exec(traceParent?.trim() ?? '');
  if (match === null) {
    return undefined;
  }
  const [, version, traceId = '', spanId = '', flags = '', more] = match;
  if (version === '00' && more !== undefined) {
    return undefined;
  }
  const spanContext: SpanContext = {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16) & TraceFlags.SAMPLED,
    isRemote: true,
    ...(traceState ? { traceState: createTraceState(traceState) } : {}),
  };
  return isSpanContextValid(spanContext) ? spanContext : undefined;
}
