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

  /** What was started, or called, from elsewhere hangs there. Of a span that is told its session at
   * export only, something may be live in the session by then, or start later, and have it for a parent: also that turn. */
  isFor({ turns, startedElsewhere }: Session, { parentContext, isCopy }: SpanToPlan): boolean {
    return (
      this.#isWanted &&
      this.#lateRoots.isHeard &&
      turns.latest === undefined &&
      !startedElsewhere &&
      isCopy !== true &&
      callerIn(parentContext) === undefined
    );
  }
}
