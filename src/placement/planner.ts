import { ROOT_CONTEXT, type Context, type SpanContext } from '@opentelemetry/api';
import type { InteractionMatcher } from '../options/interaction.js';
import { entryOf } from '../propagation/with-session.js';
import type { SpanStart } from '../sdk/span-start.js';
import { Mark } from '../sessions/mark.js';
import { markOf } from '../sessions/marked-context.js';
import type { Calls } from '../sessions/calls.js';
import type { SessionTraces } from '../sessions/session-traces.js';
import type { Session } from '../sessions/session.js';
import type { FactFinder } from './fact-finder.js';
import type { Journal } from './journal.js';
import type { NotFound } from './not-found.js';
import type { ParentMarks } from './parent-marks.js';
import type { Plan, SpanToPlan } from './plan.js';
import { plannedMark } from './planned-mark.js';
import { beginsTurn, destinationOf } from './rules.js';
import type { RootsAtHand } from './roots-at-hand.js';
import { foundByResolvers, type SessionFinder } from './session-finder.js';
import type { Along } from './told.js';
import { traceAt, traceEntered } from './trace-of-plan.js';
import { placeToldBy } from './undecided-mark.js';
import type { WithoutSession } from './without-session.js';

/** What the planner asks. */
export interface PlannerSources {
  readonly sessionFinder: SessionFinder;
  readonly factFinder: FactFinder;
  readonly parentMarks: ParentMarks;
  readonly traces: SessionTraces;
  readonly calls: Calls;
  readonly withoutSession: WithoutSession;
  readonly roots: RootsAtHand;
  /** Undefined where nobody wants to know why. */
  readonly journal: Journal | undefined;
}

/**
 * Gathers the facts about a span that starts, asks the placement rules, and says what is to be done.
 * Writes nothing into the span: the span processor does that, and the sampler must not.
 */
export class Planner {
  readonly #owner: object;
  readonly #isInteraction: InteractionMatcher;
  readonly #sources: PlannerSources;

  /** @param owner - whose marks the spans carry */
  constructor(owner: object, isInteraction: InteractionMatcher, sources: PlannerSources) {
    this.#owner = owner;
    this.#isInteraction = isInteraction;
    this.#sources = sources;
  }

  /**
   * @param parent - the valid parent of the span
   * @param traceId - the trace id that the SDK has given the span
   * @param interaction - whether it is a turn, where that was asked already
   * @param told - what the resolvers have answered, where they were asked already
   * @returns the span's mark if it just stays where it is; otherwise a plan
   */
  plan(
    start: SpanStart,
    parentContext: Context,
    parent: SpanContext | undefined,
    traceId: string,
    interaction: boolean = this.#isInteraction(start, parentContext),
    told?: Session | NotFound,
  ): Mark | Plan {
    const entry = entryOf(parentContext);
    const parentMark = parent && this.#sources.parentMarks.ofFollowed(parent);
    const span = { start, parentContext, parent, parentMark, traceId, interaction, entry };
    return this.#plan(span, told);
  }

  /**
   * The session of a log record, by the rules for a span that is no turn, and where it would go. The span that it was
   * emitted in is only looked at: nothing hangs under it that would have to be moved with it.
   *
   * @param start - the record, seen as a span
   * @param span - the valid span that the record was emitted in
   */
  planRecord(start: SpanStart, recordContext: Context, span: SpanContext | undefined): Mark | Plan {
    return this.#plan({
      start,
      parentContext: recordContext,
      parent: span,
      parentMark: span && this.#sources.parentMarks.of(span),
      traceId: '',
      interaction: false,
      entry: entryOf(recordContext),
      isRecord: true,
    });
  }

  /**
   * The plan for a span that has ended, in the session that its attributes tell.
   *
   * @param parent - its parent, marked where that was placed too
   * @param along - where it goes along with spans under it that were placed as they started
   */
  planEnded(
    start: SpanStart,
    session: Session,
    parent: SpanContext | undefined,
    traceId: string,
    isCopy: boolean,
    along?: Along,
  ): Plan {
    const { traces, journal } = this.#sources;
    const parentMark = parent && markOf(parent);
    journal?.hear('its attributes, at its end');
    const span: SpanToPlan = {
      start,
      parentContext: ROOT_CONTEXT,
      parent,
      // One of no session is followed in a trace of this one, as it would be by a span that starts.
      parentMark:
        (parentMark?.session ?? traces.areOf(session, parent?.traceId ?? ''))
          ? parentMark
          : undefined,
      traceId,
      interaction: this.#isInteraction(start, ROOT_CONTEXT),
      entry: undefined,
      isCopy,
      along,
    };
    return this.#planIn(session, false, span);
  }

  #plan(span: SpanToPlan, told?: Session | NotFound): Mark | Plan {
    const { sessionFinder, withoutSession, roots, journal } = this.#sources;
    const found = told === undefined ? sessionFinder.find(span) : foundByResolvers(told);
    if (typeof found === 'string') {
      const plan = withoutSession.plan(span, found);
      journal?.note(plan instanceof Mark ? plan : plan.mark, span, { noSession: found });
      return plan;
    }
    if (found instanceof Mark) {
      return found;
    }
    const plan = this.#planIn(found.session, found.fromEntry, span);
    return roots.canCarryOut(plan) ? plan : withoutSession.plan(span);
  }

  #planIn(session: Session, fromEntry: boolean, span: SpanToPlan): Plan {
    const { factFinder, journal } = this.#sources;
    const { along } = span;
    const namedBy = journal?.takeSource();
    const found = factFinder.of(session, span);
    const { facts, policy, interactionId, orphan } = found;
    const destination = destinationOf(facts, policy, along);
    const opensTurn = beginsTurn(facts, policy, along) && destination !== 'turn';
    const joins = destination === 'turn' ? found.turn : undefined;
    const trace =
      destination === 'parent'
        ? traceEntered(found, opensTurn)
        : (along?.trace ?? traceAt(destination, session, found, span, this.#sources));
    const stays = destination === 'parent';
    const kept = stays && facts.sameSession && !opensTurn ? span.parentMark : undefined;
    const called = stays && facts.calledFromSession;
    const wait = destination === 'waiting' ? { interactionId } : undefined;
    const mark = plannedMark(this.#owner, { session, fromEntry, trace, joins, kept, called, wait });
    journal?.note(mark, span, { namedBy, destination, facts });
    return {
      destination,
      mark,
      trace,
      joins,
      freshTraceId: undefined,
      opensTurn,
      interactionId,
      orphan,
      tells: placeToldBy(span),
    };
  }
}
