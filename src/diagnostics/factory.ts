import { describeValue } from './describe-value.js';
import { tryToRead } from './try-to-read.js';

// `Symbol.for`, so that a factory of another copy of this package is known as well.
const CALL = Symbol.for('otel-session-trace.call');

/** Notes on a function that makes something for an option how it is called, for whoever forgets to. */
export function toBeCalled(factory: object, call: string): void {
  Object.defineProperty(factory, CALL, { value: call });
}

/**
 * Refuses a function that would have made the value.
 *
 * @throws TypeError that says how it is called
 */
export function requireCalled(option: string, value: unknown): void {
  const call =
    typeof value === 'function'
      ? tryToRead(() => (value as { readonly [CALL]?: string })[CALL])
      : undefined;
  if (call !== undefined) {
    throw new TypeError(
      `Expected \`${option}\` to be what a call of that function makes, as \`${call}\`, got ${describeValue(value)}.`,
    );
  }
}
