import type { Guard } from '../diagnostics/guard.js';
import { atOnce } from '../diagnostics/promises.js';
import { oneOf } from './checks/one-of.js';

/** How the top of a session's trace comes about. */
export type SessionRootMode = 'own' | 'shared' | 'reference' | 'omit';

/** Who exports the session root. */
export interface SessionRootOption {
  /**
   * The top of a session's trace: `'own'` makes a root span with a fresh id in each process,
   * `'shared'` one with the derived id (for exactly one process of a session), `'reference'` points at
   * the derived id that another process exports, `'omit'` leaves the top spans without a parent. Or a
   * function of the session id. Default `'own'`.
   *
   * @example
   * ```ts
   * createSessionTracing({ sessionId, sessionRoot: 'reference' });
   * ```
   */
  readonly sessionRoot?: SessionRootMode | ((sessionId: string) => SessionRootMode);
}

const MODES = ['own', 'shared', 'reference', 'omit'] as const;
const DEFAULT = 'own';

/** Checks the option, or what it answers. */
export function resolveSessionRoot(
  { sessionRoot = DEFAULT }: SessionRootOption,
  guard: Guard,
): { readonly rootModeOf: (sessionId: string) => SessionRootMode } {
  if (typeof sessionRoot !== 'function') {
    const mode = oneOf('sessionRoot', sessionRoot, MODES, ' or a function of the session id');
    return { rootModeOf: () => mode };
  }
  const choose = guard.wrap('sessionRoot', (sessionId: string) =>
    oneOf('sessionRoot', atOnce(sessionRoot(sessionId)), MODES),
  );
  return { rootModeOf: (sessionId) => choose(sessionId, undefined) ?? DEFAULT };
}
