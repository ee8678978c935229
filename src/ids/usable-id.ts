import { isPromise } from '../diagnostics/promises.js';

/** Longest session id or key, in UTF-16 code units. */
const MAX_LENGTH = 256;

// U+0000 separates session id and key in the derivation; a lone surrogate has no UTF-8 form.
const FORBIDDEN = /[\0\p{Surrogate}]/u;

/**
 * Says why a value cannot be a session id, a key or an interaction id; undefined when it can.
 * A value is never cut to fit: two sessions with a common beginning must not become one.
 */
export function refusalOf(value: unknown): string | undefined {
  if (typeof value !== 'string') {
    return `not a string but ${kindOf(value)}`;
  }
  if (value.length === 0) {
    return 'empty';
  }
  if (value.length > MAX_LENGTH) {
    return `longer than ${MAX_LENGTH} characters`;
  }
  return FORBIDDEN.test(value) ? 'not text (U+0000 or a lone surrogate in it)' : undefined;
}

/**
 * Refuses what cannot be an id. The value stays out of the message, for it may be a secret.
 *
 * @throws TypeError that says why
 */
export function requireUsableId(name: string, value: unknown): void {
  const refusal = refusalOf(value);
  if (refusal !== undefined) {
    throw new TypeError(
      `Expected \`${name}\` to be a text of 1 to 256 characters without U+0000, got one that is ${refusal}.`,
    );
  }
}

/** Names the kind of a value without calling into it, except for asking whether it is a promise. */
function kindOf(value: unknown): string {
  if (value === null || value === undefined) {
    return String(value);
  }
  if (isPromise(value)) {
    return 'a promise (the resolver must answer at once)';
  }
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
