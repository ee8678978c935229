import { expected } from '../../diagnostics/expected.js';

/**
 * The value, if it is an integer of at least the minimum.
 *
 * @throws TypeError that names the minimum
 */
export function integer(name: string, value: number, minimum: number): number {
  if (!Number.isInteger(value) || value < minimum) {
    throw expected(name, `an integer >= ${minimum}`, value);
  }
  return value;
}

/**
 * The value, if it is a number of milliseconds above 0, up to the maximum if there is one.
 *
 * @throws TypeError that names the bounds
 */
export function milliseconds(name: string, value: number, maximum?: number): number {
  if (typeof value !== 'number' || !(value > 0 && value <= (maximum ?? Infinity))) {
    const bound = maximum === undefined ? '' : `, at most ${maximum}`;
    throw expected(name, `a number of milliseconds > 0${bound}`, value);
  }
  return value;
}
