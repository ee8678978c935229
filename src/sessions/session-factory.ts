import type { ResolvedOptions } from '../options/options.js';
import type { SessionTraces } from './session-traces.js';
import type { SessionFactory } from './session-store.js';
import type { AwaitedTurnEnds } from './awaited-turn-ends.js';
import { Session } from './session.js';
import type { TurnsNeeded } from './turns.js';

/**
 * Makes the state of sessions as they come up.
 *
 * @param owner - whose marks their spans carry
 * @param meet - told of each new session before its first span is placed
 */
export function sessionFactory(
  options: ResolvedOptions,
  owner: object,
  traces: SessionTraces,
  ends: AwaitedTurnEnds,
  now: () => number,
  meet: (session: Session) => void,
): SessionFactory {
  const turnsNeeded: TurnsNeeded = {
    latest: options.tracePerInteraction || options.orphansJoinAnyTurn,
    onlyOpen: options.orphansJoinOpenTurn,
    ends,
  };
  return (sessionId, resumed) => {
    const base = traces.ownOf(sessionId);
    if (base === undefined) {
      return undefined;
    }
    const rootMode = options.rootModeOf(sessionId);
    const session = new Session(sessionId, {
      owner,
      base,
      rootMode: resumed && rootMode === 'shared' ? 'reference' : rootMode,
      stamp: options.stampOf(sessionId),
      turnsNeeded,
      nowMillis: now(),
    });
    meet(session);
    return session;
  };
}
