import { tryToRead } from '../../diagnostics/try-to-read.js';

/** Whether a value, of whatever kind, has a method of this name: all that we ask of an object of the user's. */
export function hasMethod(value: unknown, method: string): boolean {
  const fields = value as Record<string, unknown> | null | undefined;
  return tryToRead(() => typeof fields?.[method] === 'function') ?? false;
}
