import { oneOf } from './checks/one-of.js';

/** What becomes of spans without a parent. */
export interface OrphansOption {
  /**
   * Where a span without a parent goes that no known turn claims: under the session root, or into the
   * open turn if there is exactly one. Default `'session-root'`.
   *
   * @example
   * ```ts
   * createSessionTracing({ sessionId, orphans: 'open-interaction' });
   * ```
   */
  readonly orphans?: 'session-root' | 'open-interaction';
}

/** Checks the option, and fills it in where it is left out. */
export function resolveOrphans({ orphans = 'session-root' }: OrphansOption): {
  readonly orphansJoinOpenTurn: boolean;
} {
  const choice = oneOf('orphans', orphans, ['session-root', 'open-interaction']);
  return { orphansJoinOpenTurn: choice === 'open-interaction' };
}
