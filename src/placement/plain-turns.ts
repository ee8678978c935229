import type { Context } from '@opentelemetry/api';
import type { Counters } from '../metrics/counters.js';
import type { ResolvedOptions } from '../options/options.js';
import { entryOf } from '../propagation/with-session.js';
import type { StartedSpan } from '../sdk/span.js';
import { Mark, type MarkInSession } from '../sessions/mark.js';
import type { Session } from '../sessions/session.js';
import { callerIn, starterIn } from '../sessions/starter-and-caller.js';
import { moveSpan } from '../spans/move-span.js';
import type { Journal } from './journal.js';
import type { NotFound } from './not-found.js';
import { destinationOf, type PlacementFacts } from './rules.js';
import type { SessionFinder } from './session-finder.js';
import type { TurnStart } from './turn-start.js';

/** What the rules are asked about a turn with nothing around it. */
const PLAIN_TURN: PlacementFacts = {
  interaction: true,
  parent: 'none',
  sameSession: false,
  insideOpenTurn: false,
  parentInSessionTrace: false,
  calledFromSession: false,
  turnKnown: false,
  mayWaitForTurn: false,
};

/** What it takes to begin a turn. */
interface PlainTurnSources {
  readonly sessionFinder: SessionFinder;
  readonly turnStart: TurnStart;
  readonly counters: Counters;
  readonly journal: Journal | undefined;
}

/**
 * Begins the turns with nothing around them, as nearly all are: without a parent, an id of their own, or a word in the
 * context that says where they come from, in a trace that has its root. The rules say the same of each of them, so
 * they are asked once. It is the second case with a path of its own, because a turn is the dearest span there is.
 */
export class PlainTurns {
  readonly #owner: object;
  readonly #goUnderRoot: boolean;
  readonly #sessionFinder: SessionFinder;
  readonly #turnStart: TurnStart;
  readonly #counters: Counters;

  /** @param owner - whose marks the spans carry */
  constructor(
    owner: object,
    options: ResolvedOptions,
    { sessionFinder, turnStart, counters, journal }: PlainTurnSources,
  ) {
    this.#owner = owner;
    const isToldNothing = options.interactionId === undefined && options.traceKey === undefined;
    this.#goUnderRoot =
      isToldNothing && journal === undefined && destinationOf(PLAIN_TURN, options) === 'root';
    this.#sessionFinder = sessionFinder;
    this.#turnStart = turnStart;
    this.#counters = counters;
  }

  /**
   * Asks for the session of a turn without a parent, if it can be a plain one.
   *
   * @returns undefined where it cannot, and nobody was asked
   */
  sessionOf(span: StartedSpan, parentContext: Context): Session | NotFound | undefined {
    return this.#goUnderRoot &&
      entryOf(parentContext) === undefined &&
      starterIn(parentContext) === undefined &&
      callerIn(parentContext) === undefined
      ? this.#sessionFinder.byResolvers(span, parentContext)
      : undefined;
  }

  /** Begins a turn in its session; undefined, and nothing changed, where the planner is to be asked. */
  begin(span: StartedSpan, session: Session): MarkInSession | undefined {
    const trace = session.current;
    if (!trace.root) {
      return undefined;
    }
    const mark = new Mark(this.#owner, session, trace) as MarkInSession;
    const own = span.spanContext();
    if (!moveSpan(span, own, undefined, trace.traceId, trace.root, mark)) {
      return undefined;
    }
    this.#counters.spansPlaced++;
    this.#counters.orphans++;
    this.#turnStart.begin(span, mark, undefined);
    return mark;
  }
}
