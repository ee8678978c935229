import { expected } from '../../diagnostics/expected.js';

/**
 * A copy of the value, if it is a list of attribute keys.
 *
 * @param otherwise - what the option may be besides, as the message goes on
 * @throws TypeError when it is no list, or a key is empty or not a string
 */
export function attributeKeys(
  name: string,
  value: readonly string[],
  otherwise: string,
): readonly string[] {
  if (!Array.isArray(value) || value.some((key) => typeof key !== 'string' || key === '')) {
    throw expected(name, `a list of attribute keys${otherwise}`, value);
  }
  return [...(value as readonly string[])];
}
