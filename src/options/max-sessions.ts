import { integer } from './checks/number.js';

/** How many sessions are remembered. */
export interface MaxSessionsOption {
  /**
   * Live sessions kept; the least recently used goes first. An integer of at least 1. Default 10 000.
   *
   * @example
   * ```ts
   * createSessionTracing({ sessionId, maxSessions: 50_000 });
   * ```
   */
  readonly maxSessions?: number;
}

/** Checks the option, and fills it in where it is left out. */
export function resolveMaxSessions({ maxSessions = 10_000 }: MaxSessionsOption): {
  readonly maxSessions: number;
} {
  return { maxSessions: integer('maxSessions', maxSessions, 1) };
}
