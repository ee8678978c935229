import type { SpanContext } from '@opentelemetry/api';

/** A span context by value: its ids and flags, and nothing that hangs on it. */
export function copyOfContext({ traceId, spanId, traceFlags, isRemote }: SpanContext): SpanContext {
  return { traceId, spanId, traceFlags, ...(isRemote === undefined ? {} : { isRemote }) };
}
