import type { SpanContext } from '@opentelemetry/api';
import type { StartedSpan } from '../sdk/span.js';
import type { Mark } from '../sessions/mark.js';
import { markOf } from '../sessions/marked-context.js';
import type { Session } from '../sessions/session.js';
import { stampSpan } from '../spans/stamp-span.js';
import type { Mover } from './mover.js';
import type { Planner } from './planner.js';
import type { SessionFinder } from './session-finder.js';
import type { Tally } from './tally.js';
import type { UndecidedMark } from './undecided-mark.js';

/** Places spans whose session is told only at their end. */
export class LatePlacing {
  readonly #owner: object;
  readonly #sessionFinder: SessionFinder;
  readonly #planner: Planner;
  readonly #mover: Mover;
  readonly #tally: Tally;

  constructor(
    owner: object,
    sessionFinder: SessionFinder,
    planner: Planner,
    mover: Mover,
    tally: Tally,
  ) {
    this.#owner = owner;
    this.#sessionFinder = sessionFinder;
    this.#planner = planner;
    this.#mover = mover;
    this.#tally = tally;
  }

  /**
   * Places a span that ends, by its attributes, if nothing is above or under it.
   *
   * @returns its session; undefined where it stays as it was
   */
  placeAlone(span: StartedSpan, mark: UndecidedMark): Session | undefined {
    const alone = !mark.followed && mark.parentKind === 'none';
    if (!alone || mark.asked || mark.owner !== this.#owner) {
      return undefined;
    }
    mark.asked = true;
    const session = this.#sessionFinder.ofEnded(span);
    return session && this.#place(span, session, undefined)?.session;
  }

  /**
   * Places a copy of a span that has ended.
   *
   * @param parent - its parent, marked where that was placed too
   * @returns false where it could not be written
   */
  placeCopy(copy: StartedSpan, session: Session, parent: SpanContext | undefined): boolean {
    const placed = this.#place(copy, session, parent) !== undefined;
    if (placed) {
      stampSpan(copy, session.stamp);
    }
    return placed;
  }

  /** To be called when everything has been placed that may lie under the span: its turn, if it is one, is over. */
  endTurnOf(spanContext: SpanContext): void {
    const mark = markOf(spanContext);
    if (mark?.turn?.spanContext === spanContext) {
      mark.session?.turns.end(mark.turn);
    }
  }

  #place(span: StartedSpan, session: Session, parent: SpanContext | undefined): Mark | undefined {
    const own = span.spanContext();
    const plan = this.#planner.planEnded(span, session, parent, own.traceId);
    const mark = this.#mover.carryOut(plan, span, own, parent);
    if (mark !== undefined) {
      this.#tally.add(mark, session);
    }
    return mark;
  }
}
