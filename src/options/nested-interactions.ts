import { oneOf } from './checks/one-of.js';

/** What becomes of a turn inside a turn. */
export interface NestedInteractionsOption {
  /**
   * An interaction inside an open turn of its own session: `'pin'` puts it under the session root like
   * any other, linked to where it was; `'keep'` leaves it where it is, for runtimes whose agents nest.
   * Default `'pin'`.
   *
   * @example
   * ```ts
   * createSessionTracing({ sessionId, nestedInteractions: 'keep' });
   * ```
   */
  readonly nestedInteractions?: 'pin' | 'keep';
}

/** Checks the option, and fills it in where it is left out. */
export function resolveNestedInteractions({
  nestedInteractions = 'pin',
}: NestedInteractionsOption): Required<NestedInteractionsOption> {
  return { nestedInteractions: oneOf('nestedInteractions', nestedInteractions, ['pin', 'keep']) };
}
