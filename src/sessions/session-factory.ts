import type { Derive } from '../options/derivation.js';
import type { ResolvedOptions } from '../options/options.js';
import type { SessionFactory } from './session-store.js';
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
