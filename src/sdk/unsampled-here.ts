import { TraceFlags, type SpanContext } from '@opentelemetry/api';

/** Whether it is a span of this process that nobody exports: a sampler dropped it, or has it recorded only. */
export function isUnsampledHere({ traceFlags, isRemote }: SpanContext): boolean {
  return isRemote !== true && (traceFlags & TraceFlags.SAMPLED) === 0;
}
