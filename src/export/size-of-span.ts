import type { ExportableSpan } from '../sdk/span-exporter.js';

// What the objects themselves take, without the texts in them.
const SPAN = 1_000;
const EVENT = 200;
const LINK = 400;
const VALUE = 16;

/** An attribute within an attribute, which newer SDKs allow, is counted down to that depth. */
const MAX_DEPTH = 8;

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

function sizeOf(value: unknown, depth = 0): number {
  if (typeof value === 'string') {
    return VALUE + 2 * value.length;
  }
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) {
    return VALUE;
  }
  if (ArrayBuffer.isView(value)) {
    return VALUE + value.byteLength;
  }
  let size = VALUE;
  for (const [key, item] of Object.entries(value as Record<string, unknown>)) {
    size += 2 * key.length + sizeOf(item, depth + 1);
  }
  return size;
}
