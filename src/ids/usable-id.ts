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

/** Names the kind of a value without calling into it, except for asking whether it is a promise. */
function kindOf(value: unknown): string {
  if (value === null) {
    return 'null';
  }
  if (isPromise(value)) {
    return 'a promise (the resolver must answer at once)';
  }
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
