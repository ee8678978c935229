import { didYouMean } from './did-you-mean.js';
import { expected } from './expected.js';
import { tryToRead } from './try-to-read.js';

/**
 * Refuses options that are no object, or have a name that no option has: a misspelt one would be ignored.
 *
 * @param object - what the message calls the object
 * @throws TypeError that lists the names
 */
export function requireKnownNames(
  options: object,
  names: readonly string[],
  object = 'an object',
): void {
  const found =
    typeof options === 'object' && (options as unknown) !== null
      ? tryToRead(() => Object.keys(options))
      : undefined;
  if (found === undefined) {
    throw expected('options', object, options);
  }
  for (const name of found) {
    if (!names.includes(name)) {
      throw new TypeError(
        `Expected options among ${names.join(', ')}, got \`${name}\`.${didYouMean(name, names)}`,
      );
    }
  }
}
