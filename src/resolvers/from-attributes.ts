import { expected } from '../diagnostics/expected.js';
import { readingAttributes, type SessionIdResolver } from './session-id-resolver.js';

/**
 * Takes the session id from the attributes that a span is started with: the first key whose value is
 * a non-empty string.
 *
 * @param keys - attribute keys, asked in this order
 * @throws TypeError when a key is missing or empty
 *
 * @example
 * ```ts
 * new SessionTraceSpanProcessor({ sessionId: fromAttributes('session.id', 'gen_ai.conversation.id') });
 * ```
 */
export function fromAttributes(...keys: readonly string[]): SessionIdResolver {
  if (keys.length === 0 || keys.some((key) => typeof key !== 'string' || key === '')) {
    throw expected('keys', 'one or more non-empty attribute keys', keys);
  }
  return readingAttributes(({ attributes }) => {
    for (const key of keys) {
      const value = attributes[key];
      if (typeof value === 'string' && value !== '') {
        return value;
      }
    }
    return undefined;
  });
}
