import { TraceFlags, type SpanContext } from '@opentelemetry/api';

/** Whether a span is exported, as far as its context tells: one that is recorded only is not. */
export function isSampled({ traceFlags }: SpanContext): boolean {
  return (traceFlags & TraceFlags.SAMPLED) !== 0;
}
