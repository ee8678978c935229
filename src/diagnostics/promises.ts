/**
 * Whether a value is a promise: of this realm or another, of Node or of somebody's library. Never throws,
 * whatever the value does.
 */
export function isPromise(value: unknown): value is PromiseLike<unknown> {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) {
    return false;
  }
  try {
    return typeof (value as { readonly then?: unknown }).then === 'function';
  } catch {
    return false;
  }
}

/** Hears what a promise rejects with that nobody waits for: unheard, it would end the process. */
export function withoutRejection<T>(value: T): T {
  if (isPromise(value)) {
    try {
      value.then(ignore, ignore);
    } catch {
      // A `then` of somebody's own failed; there is nothing to wait for either way.
    }
  }
  return value;
}

/** What a function of the options answers that should have answered at once. */
export class PromiseAnswered extends TypeError {}

/**
 * An answer, if there is no promise in it.
 *
 * @param levels - how many levels of objects and lists the answer has that are only data
 * @throws PromiseAnswered if there is one; what they all reject with is heard
 */
export function atOnce<T>(answer: T, levels = 0): T {
  if (holdsPromise(answer, levels)) {
    throw new PromiseAnswered('Expected an answer at once, got a promise.');
  }
  return answer;
}

function holdsPromise(value: unknown, levels: number): boolean {
  if (isPromise(withoutRejection(value))) {
    return true;
  }
  if (levels === 0 || typeof value !== 'object' || value === null) {
    return false;
  }
  // Not `some`, which stops at the first: each of them may reject.
  return Object.values(value).filter((part) => holdsPromise(part, levels - 1)).length > 0;
}

function ignore(): void {
  // Neither the value nor the error of a promise that was refused is of use to anybody.
}
