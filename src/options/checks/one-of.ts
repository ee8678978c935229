import { expected } from '../../diagnostics/expected.js';

/**
 * The value, if it is one of the words.
 *
 * @param otherwise - what the option may be besides, as the message goes on
 * @throws TypeError that lists the words
 */
export function oneOf<T extends string>(
  name: string,
  value: T,
  words: readonly T[],
  otherwise = '',
): T {
  if (!words.includes(value)) {
    const list = words.map((word) => `'${word}'`).join(' | ');
    throw expected(name, list + otherwise, value);
  }
  return value;
}
