import type { HrTime, Span } from '@opentelemetry/api';
import type { SdkSpanFields } from '../sdk/span.js';

const NANOS_PER_SECOND = 1_000_000_000;

/**
 * Ends a span one nanosecond after its start. To no length at all Jaeger adds a warning about a negative duration, and
 * the SDK's own idea of the end of a span that starts now is some microseconds off.
 */
export function endAtOnce(span: Span): void {
  const { startTime } = span as Span & SdkSpanFields;
  span.end(startTime && oneNanosecondAfter(startTime));
}

/** The next moment of the clock that spans are measured by. */
export function oneNanosecondAfter([seconds, nanos]: HrTime): HrTime {
  return nanos + 1 === NANOS_PER_SECOND ? [seconds + 1, 0] : [seconds, nanos + 1];
}
