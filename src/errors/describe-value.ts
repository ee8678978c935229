import { inspect } from 'node:util';

const MAX_LENGTH = 80;

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
    const text = value instanceof Error ? String(value) : inspect(value, INSPECTION);
    const line = text.replace(/\s+/g, ' ');
    return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH)}...` : line;
  } catch {
    return `a value that cannot be shown (${typeof value})`;
  }
}
