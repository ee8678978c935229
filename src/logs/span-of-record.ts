import type { AttributeValue, Attributes, HrTime } from '@opentelemetry/api';
import type { EmittedLogRecord } from '../sdk/log-record.js';
import type { ResolvedLogToSpan } from './log-to-span-options.js';
import { eventNameOf, timeOf } from './record-span.js';

/** The severity from which on a record is an error. */
const ERROR_SEVERITY = 17;

/** Attributes that say that something failed, and what kind of failure it was. */
const ERROR_TYPES = ['error.type', 'exception.type'];

/** How long that took whose end a record reports. */
const DURATION = 'duration_ms';

/** A longer duration is taken for a mistake. */
const MAX_DURATION_MILLIS = 24 * 60 * 60 * 1_000;

/** The name of spans of records that are no events: a body is content, and no two are alike. */
const NAMELESS = 'log';
const MAX_NAME_LENGTH = 256;
const MAX_SEVERITY_TEXT_LENGTH = 32;

const PREFIX = 'otel_session_trace.log.';

/** What a span shows of a log record. */
export interface SpanOfRecord {
  readonly name: string;
  readonly attributes: Attributes;
  readonly startTime: HrTime;
  readonly endTime: HrTime;
  readonly failed: boolean;
}

/** Says how the span of a record looks. */
export function spanOfRecord(record: EmittedLogRecord, options: ResolvedLogToSpan): SpanOfRecord {
  const { attributes, severityNumber = 0 } = record;
  const name = eventNameOf(record) ?? NAMELESS;
  const endTime = timeOf(record);
  return {
    name: name.length > MAX_NAME_LENGTH ? NAMELESS : name,
    attributes: { ...filtered(attributes, options), ...aboutRecord(record, options) },
    startTime: earlier(endTime, durationOf(attributes[DURATION])),
    endTime,
    failed:
      severityNumber >= ERROR_SEVERITY || ERROR_TYPES.some((key) => isFilledText(attributes[key])),
  };
}

function filtered(
  attributes: EmittedLogRecord['attributes'],
  { takesAttribute }: ResolvedLogToSpan,
): Attributes {
  const taken: Attributes = {};
  for (const key of Object.keys(attributes)) {
    const value = attributes[key];
    if (isSpanValue(value) && takesAttribute(key, value)) {
      taken[key] = value;
    }
  }
  return taken;
}

function aboutRecord(
  { severityNumber, severityText, body }: EmittedLogRecord,
  { maxBodyLength }: ResolvedLogToSpan,
): Attributes {
  const text = maxBodyLength > 0 ? textOf(body) : undefined;
  return {
    'otel_session_trace.source': 'log_record',
    ...(severityNumber === undefined ? {} : { [`${PREFIX}severity_number`]: severityNumber }),
    ...(isFilledText(severityText) && severityText.length <= MAX_SEVERITY_TEXT_LENGTH
      ? { [`${PREFIX}severity_text`]: severityText }
      : {}),
    ...(text === undefined ? {} : { [`${PREFIX}body`]: cut(text, maxBodyLength) }),
  };
}

function textOf(body: unknown): string | undefined {
  if (typeof body === 'string') {
    return body;
  }
  try {
    return JSON.stringify(body);
  } catch {
    // It runs in a circle, or has something in it that has no JSON.
    return undefined;
  }
}

function cut(text: string, length: number): string {
  const head = text.slice(0, length);
  // Half of a surrogate pair is no text.
  return text.length > length && /[\uD800-\uDBFF]$/.test(head) ? head.slice(0, -1) : head;
}

/** Whether a span can have the value: of what logs can, maps, bytes and mixed lists are left out. */
function isSpanValue(value: unknown): value is AttributeValue {
  return Array.isArray(value)
    ? isScalar(value[0]) && value.every((item) => typeof item === typeof value[0])
    : isScalar(value);
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function isFilledText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** A duration in milliseconds; some runtimes write their numbers as text. */
function durationOf(value: unknown): number {
  const millis = typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  return typeof millis === 'number' && millis >= 0 && millis <= MAX_DURATION_MILLIS ? millis : 0;
}

function earlier([seconds, nanos]: HrTime, millis: number): HrTime {
  const wholeSeconds = Math.floor(millis / 1_000);
  const restNanos = nanos - Math.round((millis - wholeSeconds * 1_000) * 1e6);
  const start: HrTime =
    restNanos < 0
      ? [seconds - wholeSeconds - 1, restNanos + 1e9]
      : [seconds - wholeSeconds, restNanos];
  return start[0] < 0 ? [seconds, nanos] : start;
}
