import type { SpanContext } from '@opentelemetry/api';
import type { StartedSpan } from '../sdk/span.js';
import type { SpanStart } from '../sdk/span-start.js';
import { Mark } from '../sessions/mark.js';
import { markOf, setMark } from '../sessions/marked-context.js';
import type { Session } from '../sessions/session.js';
import { DISPLACED_PARENT, addLink, linkTo } from '../spans/links.js';
import { clearParent } from '../spans/move-span.js';
import { stampSpan } from '../spans/stamp-span.js';
import type { Destiny, LateSpan } from './late-place.js';
import type { Mover } from './mover.js';
import type { Planner } from './planner.js';
import type { SessionFinder } from './session-finder.js';
import type { Tally } from './tally.js';
import type { Along, Told } from './told.js';
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
    if (!mark.isAlone || mark.asked || mark.owner !== this.#owner) {
      return undefined;
    }
    mark.asked = true;
    const session = this.#sessionFinder.ofEnded(span);
    return session && this.#place(span, session, undefined, false)?.session;
  }

  /** Asks the attributes of a span that has ended for its session; once, however many exporters want to know. */
  askEnded(span: SpanStart, { place }: LateSpan): void {
    place.told ??= this.#sessionFinder.ofEnded(span) ?? null;
  }

  /**
   * Places a copy of a span that has ended.
   *
   * @param parent - its parent, marked where that was placed too
   * @param along - where it goes along with spans under it that were placed as they started
   * @returns false where it could not be written
   */
  placeCopy(
    copy: StartedSpan,
    session: Session,
    parent: SpanContext | undefined,
    along?: Along,
  ): boolean {
    const mark = this.#place(copy, session, parent, true, along);
    if (mark === undefined) {
      return false;
    }
    if (mark.turn?.spanContext === copy.spanContext()) {
      mark.turn.onlyInCopies = true;
    }
    stampSpan(copy, session.stamp);
    return true;
  }

  /**
   * Takes the parent from a copy of a span that cannot follow it into a session: the copy is at the top of the
   * trace that the span was in, linked to where the parent went.
   *
   * @param parent - the parent, as it was placed
   * @returns false where it could not be written
   */
  detachCopy(copy: StartedSpan, parent: SpanContext): boolean {
    const detached = clearParent(copy);
    if (detached) {
      addLink(copy, linkTo(parent, DISPLACED_PARENT));
    }
    return detached;
  }

  /**
   * The context that a span will have which is still open, where one under it goes out before. From now on it has to
   * go there.
   *
   * @param parent - its context as it is
   */
  destine({ spanId, traceFlags }: SpanContext, traceId: string, told: Told): Destiny {
    const context = { traceId, spanId, traceFlags };
    setMark(context, new Mark(this.#owner, told.session, told.trace));
    return { context, told };
  }

  /** To be called when everything has been placed that may lie under the span: its turn, if it is one, is over. */
  endTurnOf(spanContext: SpanContext): void {
    const mark = markOf(spanContext);
    if (mark?.turn?.spanContext === spanContext) {
      mark.session?.turns.end(mark.turn);
    }
  }

  #place(
    span: StartedSpan,
    session: Session,
    parent: SpanContext | undefined,
    isCopy: boolean,
    along?: Along,
  ): Mark | undefined {
    const own = span.spanContext();
    const plan = this.#planner.planEnded(span, session, parent, own.traceId, isCopy, along);
    const mark = this.#mover.carryOut(plan, span, own, parent);
    if (mark !== undefined) {
      this.#tally.add(mark, session);
    }
    return mark;
  }
}
