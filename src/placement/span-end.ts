import type { EndedSpan, StartedSpan } from '../sdk/span.js';
import type { AwaitedTurnEnds } from '../sessions/awaited-turn-ends.js';
import { markOf } from '../sessions/marked-context.js';
import { stampSpan } from '../spans/stamp-span.js';
import type { LatePlacing } from './late-placing.js';
import type { ToldLate } from './told-late.js';
import { UndecidedMark } from './undecided-mark.js';

/** What the end of a span means: the last moment to place it, and the end of the turn that it is. */
export class SpanEnd {
  readonly #owner: object;
  readonly #latePlacing: LatePlacing;
  readonly #turnEnds: AwaitedTurnEnds;
  readonly #toldLate: ToldLate;
  /** A session may be told by attributes that are set as late as at the end of a span. */
  readonly mayTell: boolean;

  constructor(
    owner: object,
    latePlacing: LatePlacing,
    turnEnds: AwaitedTurnEnds,
    toldLate: ToldLate,
    mayTell: boolean,
  ) {
    this.#owner = owner;
    this.#latePlacing = latePlacing;
    this.#turnEnds = turnEnds;
    this.#toldLate = toldLate;
    this.mayTell = mayTell;
  }

  /** Whether a span's end is to be looked at: asked on the path of every span. */
  get matters(): boolean {
    return this.#turnEnds.count > 0 || this.mayTell;
  }

  /** A span is about to end, with all its attributes. */
  comes(span: StartedSpan): void {
    const mark = markOf(span.spanContext());
    if (mark instanceof UndecidedMark) {
      const session = this.#latePlacing.placeAlone(span, mark);
      if (session !== undefined) {
        stampSpan(span, session.stamp);
      }
    }
  }

  /** A span has ended. */
  came(span: EndedSpan): void {
    const own = span.spanContext();
    const mark = markOf(own);
    if (mark?.owner !== this.#owner) {
      return;
    }
    if (mark instanceof UndecidedMark) {
      // SDK 1 does not tell of an end that comes. An ended span takes no stamp, but the attribute that told is there.
      this.#latePlacing.placeAlone(span as StartedSpan, mark);
      this.#toldLate.look(span as StartedSpan, mark);
    }
    this.#latePlacing.endTurnOf(own);
  }
}
