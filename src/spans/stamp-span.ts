import type { AttributeValue } from '@opentelemetry/api';
import type { Stamp } from '../options/session-attributes.js';
import type { SdkSpanFields, StartedSpan } from '../sdk/span.js';

/** Stamps a span, never over a value that is there. */
export function stampSpan(span: StartedSpan, stamp: Stamp): void {
  // eslint-disable-next-line @typescript-eslint/prefer-for-of -- an iterator is more code on the path of every span
  for (let index = 0; index < stamp.length; index++) {
    const entry = stamp[index];
    if (entry !== undefined && span.attributes[entry.key] === undefined) {
      writeAttribute(span, entry.key, entry.value);
    }
  }
}

/**
 * Writes an attribute of our own making, past `setAttribute` where the span is the SDK's: it then takes none of the
 * slots that the attribute limit leaves to the user, and costs a fraction on the path of every span.
 *
 * @param value - one that attributes can have
 */
export function writeAttribute(span: StartedSpan, key: string, value: AttributeValue): void {
  const { _spanLimits: limits, ended } = span as SdkSpanFields;
  const isUnlimited = (limits?.attributeValueLengthLimit ?? Infinity) === Infinity;
  // SDK 1 tells of a late span only when it has ended, and then takes no attribute.
  if (limits !== undefined && (isUnlimited || ended === true)) {
    span.attributes[key] = value;
  } else {
    span.setAttribute(key, value);
  }
}
