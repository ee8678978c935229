import type { LateRoots } from '../roots/late-roots.js';
import { callerIn } from '../sessions/starter-and-caller.js';
import type { Session } from '../sessions/session.js';
import type { SpanToPlan } from './plan.js';

/** Says whether orphans can wait for the first turn of their session: somebody has to hold them meanwhile. */
export class WaitingRoom {
  readonly #isWanted: boolean;
  readonly #lateRoots: LateRoots;

  /**
   * @param isWanted - the options want orphans to wait
   * @param lateRoots - what exporters listen to that hold spans
   */
  constructor(isWanted: boolean, lateRoots: LateRoots) {
    this.#isWanted = isWanted;
    this.#lateRoots = lateRoots;
  }

  /** What was started, or called, from elsewhere hangs there, and what goes along with others goes
   * where they are: it is in no need of a turn. */
  isFor({ turns, startedElsewhere }: Session, { parentContext, along }: SpanToPlan): boolean {
    return (
      this.#isWanted &&
      this.#lateRoots.isHeard &&
      turns.latest === undefined &&
      !startedElsewhere &&
      along === undefined &&
      callerIn(parentContext) === undefined
    );
  }
}
