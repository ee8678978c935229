import type { DerivedIds, SessionDerivation } from '../ids/derivation.js';
import type { Guard } from '../diagnostics/guard.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import type { SessionFactory } from './session-store.js';
import type { Derive } from './session-traces.js';
import { Session } from './session.js';

/**
 * Makes the state of sessions as they come up.
 *
 * @param owner - whose marks their spans carry
 * @param meet - told of each new session before its first span is placed
 */
export function sessionFactory(
  options: ResolvedOptions,
  owner: object,
  derive: Derive,
  now: () => number,
  meet: (session: Session) => void,
): SessionFactory {
  return (sessionId, resumed) => {
    const ids = derive(sessionId);
    if (ids === undefined) {
      return undefined;
    }
    const rootMode = options.rootModeOf(sessionId);
    const session = new Session(sessionId, {
      owner,
      ids,
      rootMode: resumed && rootMode === 'shared' ? 'reference' : rootMode,
      stamp: options.stampOf(sessionId),
      orphansJoinOpenTurn: options.orphansJoinOpenTurn,
      nowMillis: now(),
    });
    meet(session);
    return session;
  };
}

/** A derivation of the user's own may throw, or answer anything: no span gets an id that is none. */
export function guardedDerivation(derivation: SessionDerivation, guard: Guard): Derive {
  return guard.wrap('derivation', (sessionId: string, key?: string): DerivedIds => {
    const ids = derivation.derive(sessionId, key);
    if (!isId(ids.traceId, 32) || !isId(ids.rootSpanId, 16)) {
      throw new TypeError(
        'Expected derive() to return a trace id of 32 and a span id of 16 lower-case hexadecimal ' +
          'digits, not all zero.',
      );
    }
    return ids;
  });
}

function isId(id: unknown, length: number): boolean {
  return typeof id === 'string' && id.length === length && /^(?!0+$)[0-9a-f]+$/.test(id);
}
