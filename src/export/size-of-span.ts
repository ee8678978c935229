import type { ExportableSpan } from '../sdk/span-exporter.js';

// What the objects themselves take, without the texts in them.
const SPAN = 1_000;
const EVENT = 200;
const LINK = 400;
const VALUE = 16;

/** About how many bytes a span keeps alive: what is bounded is the order of magnitude. */
export function sizeOfSpan({
  name,
  attributes,
  links,
  events = [],
  status,
}: ExportableSpan): number {
  let size = SPAN + sizeOf(name) + sizeOf(status?.message) + sizeOf(attributes);
  for (const event of events) {
    size += EVENT + sizeOf(event.name) + sizeOf(event.attributes);
  }
  for (const link of links) {
    size += LINK + sizeOf(link.attributes);
  }
  return size;
}

/** With all that is in it, each once: newer SDKs allow attributes within attributes, in which one may be many times. */
function sizeOf(value: unknown): number {
  let size = 0;
  const counted = new Set<unknown>();
  const values = [value];
  for (const item of values) {
    size += VALUE;
    if (typeof item === 'string') {
      size += 2 * item.length;
    } else if (typeof item === 'object' && item !== null && !counted.has(item)) {
      counted.add(item);
      size += ArrayBuffer.isView(item) ? item.byteLength : keysIn(item, values);
    }
  }
  return size;
}

/** About how many bytes the keys take; their values are still to be counted. */
function keysIn(object: object, values: unknown[]): number {
  let size = 0;
  for (const [key, value] of Object.entries(object)) {
    size += 2 * key.length;
    values.push(value);
  }
  return size;
}
