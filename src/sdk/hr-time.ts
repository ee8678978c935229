import type { HrTime } from '@opentelemetry/api';

/** The last second of which OTLP can write the nanoseconds: they are 64 bits. */
const MAX_SECONDS = 18_446_744_073;

/** Whether a value is a moment from 1970 on that exporters can write; of whoever made it the type says nothing. */
export function isMoment(value: unknown): value is HrTime {
  if (!Array.isArray(value)) {
    return false;
  }
  const [seconds, nanos] = value as unknown[];
  const moment = Number(seconds) + Number(nanos) / 1e9;
  return (
    typeof seconds === 'number' && typeof nanos === 'number' && moment >= 0 && moment <= MAX_SECONDS
  );
}

/** What the clock on the wall says. */
export function momentNow(): HrTime {
  const millis = Date.now();
  return [Math.trunc(millis / 1_000), (millis % 1_000) * 1e6];
}
