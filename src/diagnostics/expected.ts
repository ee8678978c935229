import { describeValue } from './describe-value.js';
import { kindOfThing } from './kind-of-thing.js';

/**
 * The one grammar of this package's errors about options.
 *
 * @param hint - what to do about it, as a sentence of its own
 */
export function expected(
  option: string,
  expectation: string,
  value: unknown,
  hint?: string,
): TypeError {
  const kind = kindOfThing(value);
  // What is wrong about one of the kind that is wanted, only its details can say.
  const got = kind === undefined || expectation.includes(kind) ? describeValue(value) : kind;
  const more = hint === undefined ? '' : ` ${hint}`;
  return new TypeError(`Expected \`${option}\` to be ${expectation}, got ${got}.${more}`);
}
