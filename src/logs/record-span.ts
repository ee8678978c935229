import {
  SpanKind,
  isSpanContextValid,
  type Attributes,
  type HrTime,
  type SpanContext,
} from '@opentelemetry/api';
import type { SpanStart } from '../sdk/span-start.js';
import { markOf } from '../sessions/marked-context.js';
import { isMoment, momentNow } from '../sdk/hr-time.js';
import type { EmittedLogRecord } from '../sdk/log-record.js';

/** Where events had their name before log records had a field for it. */
const EVENT_NAME = 'event.name';

/** The name of the event that a record is; undefined for a plain log line. */
export function eventNameOf({ eventName, attributes }: EmittedLogRecord): string | undefined {
  const name = eventName ?? attributes[EVENT_NAME];
  return typeof name === 'string' && name !== '' ? name : undefined;
}

/** A record as the resolvers get it, which look at spans. */
export function asSpanStart(record: EmittedLogRecord): SpanStart {
  return {
    name: eventNameOf(record) ?? '',
    kind: SpanKind.INTERNAL,
    // Values that only logs can have are no session id and no interaction id either way.
    attributes: record.attributes as Attributes,
  };
}

/** When it happened or, where nobody says, when it was seen; now, where what is said is no time. */
export function timeOf({ hrTime, hrTimeObserved }: EmittedLogRecord): HrTime {
  return [hrTime, hrTimeObserved].find((time) => isMoment(time) && time[0] > 0) ?? momentNow();
}

/** The valid span that a record was emitted in. */
export function spanOf({ spanContext }: EmittedLogRecord): SpanContext | undefined {
  // A marked one is a span's own, so it need not be validated, which is dear.
  return spanContext !== undefined &&
    (markOf(spanContext) !== undefined || isSpanContextValid(spanContext))
    ? spanContext
    : undefined;
}
