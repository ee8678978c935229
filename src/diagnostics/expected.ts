import { describeValue } from './describe-value.js';

/** The one grammar of this package's errors about options. */
export function expected(option: string, expectation: string, value: unknown): TypeError {
  return new TypeError(`Expected \`${option}\` to be ${expectation}, got ${describeValue(value)}.`);
}
