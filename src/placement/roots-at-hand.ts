import type { SessionRoots } from '../roots/session-roots.js';
import type { Plan } from './plan.js';

/** Says whether a plan finds the root that it needs, or can have it made. */
export class RootsAtHand {
  readonly #roots: SessionRoots;

  constructor(roots: SessionRoots) {
    this.#roots = roots;
  }

  /**
   * False for a span that is started while the root that it needs is being made, by whoever is asked about it: it is
   * of no session.
   */
  canCarryOut(plan: Plan): boolean {
    return !makesRoot(plan) || plan.trace === undefined || this.#roots.isReadyFor(plan.trace);
  }
}

/** Whether the span of the plan is the first under its root. */
export function makesRoot({ destination, trace }: Plan): boolean {
  return destination === 'root' && trace?.root === undefined;
}
