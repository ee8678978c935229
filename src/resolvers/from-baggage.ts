import { propagation } from '@opentelemetry/api';
import { expected } from '../diagnostics/expected.js';
import { named, withoutSpan, type SessionIdResolver } from './session-id-resolver.js';
import { toBeCalled } from '../diagnostics/factory.js';

/**
 * Takes the session id from an entry of the W3C Baggage in the span's context.
 *
 * Baggage comes with the request: whoever can send one chooses the session. Use it only behind a
 * gateway that sets or strips the entry.
 *
 * @param key - the key of the baggage entry
 * @throws TypeError when the key is empty or not a string
 *
 * @example
 * ```ts
 * createSessionTracing({ sessionId: fromBaggage('session.id') });
 * ```
 */
export function fromBaggage(key: string): SessionIdResolver {
  if (typeof key !== 'string' || key === '') {
    throw expected('key', 'a non-empty baggage key', key);
  }
  return named(
    `fromBaggage('${key}')`,
    withoutSpan(
      (_span, parentContext) => propagation.getBaggage(parentContext)?.getEntry(key)?.value,
    ),
  );
}

toBeCalled(fromBaggage, "fromBaggage('session.id')");
