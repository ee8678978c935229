import type { Stamp } from '../options/session-attributes.js';
import type { StartedSpan } from '../sdk/span.js';

/** Stamps a span, never over a value that is there. */
export function stampSpan(span: StartedSpan, stamp: Stamp): void {
  for (const { key, value } of stamp) {
    if (span.attributes[key] === undefined) {
      span.setAttribute(key, value);
    }
  }
}
