import type { Attributes } from '@opentelemetry/api';
import { expected } from '../../diagnostics/expected.js';

/**
 * What a function of the user answered, if it is an object of attributes. A text or a list would be one as well, with its
 * places as keys.
 *
 * @throws TypeError that names what it should be
 */
export function attributesIn(name: string, answer: unknown): Attributes {
  if (typeof answer !== 'object' || answer === null || Symbol.iterator in answer) {
    throw expected(name, 'an object of attributes', answer);
  }
  return answer as Attributes;
}
