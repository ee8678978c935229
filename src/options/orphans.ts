import { oneOf } from './checks/one-of.js';

/** What becomes of spans without a parent. */
export interface OrphansOption {
  /**
   * Where a span without a parent goes that no known turn claims: under the session root (`'session-root'`); into the
   * open turn, if there is exactly one (`'open-interaction'`); or there and otherwise into the turn that began last
   * (`'last-interaction'`). Before the first turn that one waits for it, behind `sessions.exporter` and within its
   * bounds; without such an exporter it goes under the root. Default `'session-root'`.
   *
   * @example
   * ```ts
   * // A session view that takes each trace for a turn has as many of them as there were turns.
   * const sessions = createSessionTracing({
   *   sessionId,
   *   traceScope: 'interaction',
   *   orphans: 'last-interaction',
   * });
   * new BatchSpanProcessor(sessions.exporter(exporter));
   * ```
   */
  readonly orphans?: 'session-root' | 'open-interaction' | 'last-interaction';
}

const CHOICES = ['session-root', 'open-interaction', 'last-interaction'] as const;

/** Checks the option, and fills it in where it is left out. */
export function resolveOrphans({ orphans = 'session-root' }: OrphansOption): {
  readonly orphansJoinOpenTurn: boolean;
  /** Where no turn is the only open one: the latest, or the first, which they wait for. */
  readonly orphansJoinAnyTurn: boolean;
} {
  const choice = oneOf('orphans', orphans, CHOICES);
  return {
    orphansJoinOpenTurn: choice !== 'session-root',
    orphansJoinAnyTurn: choice === 'last-interaction',
  };
}
