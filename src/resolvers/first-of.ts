import { expected } from '../diagnostics/expected.js';
import { isPromise, withoutRejection } from '../diagnostics/promises.js';
import { composedOf, type SessionIdResolver } from './session-id-resolver.js';
import { toBeCalled } from '../diagnostics/factory.js';

/**
 * Asks several resolvers in turn and takes the first usable answer. One that throws or gives an
 * unusable answer does not keep the next from being asked.
 *
 * @throws TypeError when there is none, or one is not a function
 *
 * @example
 * ```ts
 * firstOf(fromAttributes('session.id'), () => runtime.currentSession);
 * ```
 */
export function firstOf(...resolvers: readonly SessionIdResolver[]): SessionIdResolver {
  if (resolvers.length === 0 || resolvers.some((resolver) => typeof resolver !== 'function')) {
    throw expected('resolvers', 'one or more functions', resolvers);
  }
  const askInTurn: SessionIdResolver = (span, parentContext) => {
    for (const resolver of resolvers) {
      const answer = withoutRejection(resolver(span, parentContext));
      if (answer !== null && answer !== undefined && answer !== '' && !isPromise(answer)) {
        return answer;
      }
    }
    return undefined;
  };
  return composedOf(askInTurn, resolvers);
}

toBeCalled(firstOf, "firstOf(fromAttributes('session.id'), () => current)");
