import type { Context } from '@opentelemetry/api';
import type { SpanStart } from '../sdk/span-start.js';
import { Mark } from '../sessions/mark.js';
import type { SessionTraces } from '../sessions/session-traces.js';
import type { Session } from '../sessions/session.js';
import { callerIn, starterIn } from '../sessions/starter-and-caller.js';
import type { Plan, SpanToPlan } from './plan.js';
import type { RootsAtHand } from './roots-at-hand.js';
import {
  destinationOf,
  type Destination,
  type PlacementFacts,
  type PlacementPolicy,
} from './rules.js';
import type { SessionFinder } from './session-finder.js';
import type { WithoutSession } from './without-session.js';

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

/** What a turn is planned with that begins at the top. */
interface PlainTurnSources {
  readonly sessionFinder: SessionFinder;
  readonly traces: SessionTraces;
  readonly withoutSession: WithoutSession;
  readonly roots: RootsAtHand;
}

/**
 * Plans the turns that begin at the top, as nearly all do: without a parent, an id of their own, or a word in the context
 * that says where they come from. The rules say the same of each of them, so they are asked once. A turn is the dearest of
 * the common cases, and half of its price was to gather facts that are none here.
 */
export class PlainTurns {
  readonly #owner: object;
  readonly #destination: Destination;
  readonly #sources: PlainTurnSources;

  /** @param owner - whose marks the spans carry */
  constructor(owner: object, policy: PlacementPolicy, sources: PlainTurnSources) {
    this.#owner = owner;
    this.#destination = destinationOf(PLAIN_TURN, policy);
    this.#sources = sources;
  }

  /** Whether nothing in the context says where a turn was started, or called, from. */
  canBeIn(parentContext: Context): boolean {
    return starterIn(parentContext) === undefined && callerIn(parentContext) === undefined;
  }

  /**
   * @param start - a turn without a parent, in a context without a `withSession` entry
   * @param traceId - the trace id that the SDK has given the span
   */
  plan(start: SpanStart, parentContext: Context, traceId: string): Mark | Plan {
    const { sessionFinder, withoutSession, roots } = this.#sources;
    const session = sessionFinder.byResolvers(start, parentContext);
    if (typeof session === 'string') {
      return withoutSession.plan(turnAtTop(start, parentContext, traceId), session);
    }
    const plan = this.#planIn(session, traceId);
    return roots.canCarryOut(plan)
      ? plan
      : withoutSession.plan(turnAtTop(start, parentContext, traceId));
  }

  #planIn(session: Session, traceId: string): Plan {
    const { traces } = this.#sources;
    // The turns of a session that another process began have no traces of their own.
    const destination = session.startedElsewhere ? 'root' : this.#destination;
    const trace =
      destination === 'top'
        ? traces.ofTurn(session, undefined, traceId)
        : traces.atTurnStart(session);
    return {
      destination,
      mark: new Mark(this.#owner, session, trace),
      trace,
      joins: undefined,
      freshTraceId: undefined,
      opensTurn: true,
      interactionId: undefined,
      orphan: true,
      tells: undefined,
    };
  }
}

function turnAtTop(start: SpanStart, parentContext: Context, traceId: string): SpanToPlan {
  return {
    start,
    parentContext,
    parent: undefined,
    parentMark: undefined,
    traceId,
    interaction: true,
    entry: undefined,
  };
}
