import { inspect } from 'node:util';

const MAX_LENGTH = 80;
const MAX_ERROR_LENGTH = 240;

// No getters, no traps of proxies, no custom inspection: a message must not run the value's code.
const INSPECTION = {
  depth: 1,
  breakLength: Infinity,
  customInspect: false,
  showProxy: true,
  maxArrayLength: 5,
  maxStringLength: MAX_LENGTH,
} as const;

/** Renders any value for a message, in one short line. Never throws, whatever the value does. */
export function describeValue(value: unknown): string {
  try {
    return value instanceof Error
      ? oneLine(String(value), MAX_ERROR_LENGTH)
      : oneLine(inspect(value, INSPECTION), MAX_LENGTH);
  } catch {
    return `a value that cannot be shown (${typeof value})`;
  }
}

function oneLine(text: string, maxLength: number): string {
  // Cut first: what somebody threw may be a page of a response, and is described each time.
  const head = text.slice(0, 2 * maxLength);
  const line = head.replace(/\s+/g, ' ');
  return line.length > maxLength || head.length < text.length
    ? `${line.slice(0, maxLength)}...`
    : line;
}
