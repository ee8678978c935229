import { expected } from '../diagnostics/expected.js';
import { named, withoutSpan, type SessionIdResolver } from './session-id-resolver.js';
import { toBeCalled } from '../diagnostics/factory.js';

/**
 * Takes the session id from an environment variable of this process, read when a span needs it. An
 * unset or empty variable is no answer.
 *
 * @param name - the name of the variable
 * @throws TypeError when the name is empty or not a string
 *
 * @example
 * ```ts
 * createSessionTracing({ sessionId: fromEnv('AGENT_SESSION_ID') });
 * ```
 */
export function fromEnv(name: string): SessionIdResolver {
  if (typeof name !== 'string' || name === '') {
    throw expected('name', 'the name of an environment variable', name);
  }
  return named(
    `fromEnv('${name}')`,
    withoutSpan(() => {
      const value = process.env[name];
      return value === '' ? undefined : value;
    }),
  );
}

toBeCalled(fromEnv, "fromEnv('SESSION_ID')");
