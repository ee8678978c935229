import { ROOT_CONTEXT, type Context, type SpanContext } from '@opentelemetry/api';
import { destinationOf, type Destination, type PlacementPolicy } from './rules.js';
import { randomTraceId } from '../ids/random-ids.js';
import type { ResolvedOptions } from '../options/options.js';
import { Mark, UndecidedMark, markOf } from '../sessions/mark.js';
import type { Plan } from './plan.js';
import type { RecentIds } from './generated-ids.js';
import type { SessionStore } from '../sessions/session-store.js';
import type { SessionTrace } from '../sessions/session-trace.js';
import type { SessionTraces } from '../sessions/session-traces.js';
import type { Session } from '../sessions/session.js';
import type { Turn } from '../sessions/turn.js';
import { kindOfParent } from '../spans/parent.js';
import type { ProcessStart } from '../sessions/process-start.js';
import type { SessionFinder } from './session-finder.js';
import { entryOf, type PlacedEntry } from '../propagation/with-session.js';
import type { SpanStart } from '../sdk/span-start.js';

/** All there is to know of a span when its place is planned. */
interface PlannedSpan {
  readonly start: SpanStart;
  readonly parentContext: Context;
  readonly parent: SpanContext | undefined;
  readonly parentMark: Mark | undefined;
  /** The trace id that the SDK has given the span. */
  readonly traceId: string;
  readonly interaction: boolean;
  readonly entry: PlacedEntry | undefined;
}

/**
 * Gathers the facts about a span that starts, asks the placement rules, and says what is to be done.
 * Writes nothing into the span: the span processor does that, and the sampler must not.
 */
export class Placer {
  /** Some resolver looks at attributes, which may be set as late as at the end of a span. */
  readonly endMayTell: boolean;
  readonly #options: ResolvedOptions;
  readonly #finder: SessionFinder;
  readonly #sessions: SessionStore;
  readonly #traces: SessionTraces;
  readonly #processStart: ProcessStart;
  readonly #generatedIds: RecentIds;
  readonly #policyUnderStarter: PlacementPolicy;
  readonly #owner: object;
  readonly #noSession: Mark;

  constructor(
    options: ResolvedOptions,
    finder: SessionFinder,
    sessions: SessionStore,
    traces: SessionTraces,
    processStart: ProcessStart,
    generatedIds: RecentIds,
    owner: object,
  ) {
    this.#options = options;
    this.#finder = finder;
    this.#sessions = sessions;
    this.#traces = traces;
    this.#processStart = processStart;
    this.#generatedIds = generatedIds;
    this.#policyUnderStarter = { ...options, tracePerInteraction: false };
    this.#owner = owner;
    this.#noSession = new Mark(owner);
    this.endMayTell = options.resolvers.some(({ readsAttributes }) => readsAttributes);
  }

  /**
   * The mark of a span that just follows its parent, as nearly every span does; otherwise undefined,
   * and `plan` is to be asked. It says what `plan` would say, for the one case that is worth a path of
   * its own: the rules leave a span of its parent's session where it is.
   */
  followed(start: SpanStart, parentContext: Context, parent: SpanContext): Mark | undefined {
    const mark = markOf(parent);
    return mark?.session !== undefined &&
      mark.owner === this.#owner &&
      entryOf(parentContext) === undefined &&
      !this.#options.isInteraction(start, parentContext)
      ? mark
      : undefined;
  }

  /**
   * @param parent - the valid parent of the span
   * @param traceId - the trace id that the SDK has given the span
   * @returns the span's mark if it just stays where it is; otherwise a plan
   */
  plan(
    start: SpanStart,
    parentContext: Context,
    parent: SpanContext | undefined,
    traceId: string,
  ): Mark | Plan {
    const parentMark = parent === undefined ? undefined : this.#markOf(parent);
    const interaction = this.#options.isInteraction(start, parentContext);
    return this.#plan(start, parentContext, parent, parentMark, traceId, interaction);
  }

  /**
   * The session of a log record, by the rules for a span that is no turn, and where it would go.
   *
   * @param start - the record, seen as a span
   * @param span - the valid span that the record was emitted in
   */
  planRecord(start: SpanStart, recordContext: Context, span: SpanContext | undefined): Mark | Plan {
    const spanMark = span === undefined ? undefined : this.#markOf(span);
    return this.#plan(start, recordContext, span, spanMark, '', false);
  }

  #plan(
    start: SpanStart,
    parentContext: Context,
    parent: SpanContext | undefined,
    parentMark: Mark | undefined,
    traceId: string,
    interaction: boolean,
  ): Mark | Plan {
    const entry = entryOf(parentContext);
    const found = this.#finder.find(start, parentContext, parent, parentMark, interaction);
    if (found === undefined) {
      const mark = this.#withoutSession(parent, parentMark, parentContext);
      return parent === undefined && this.#generatedIds.has(traceId) ? planFreshTrace(mark) : mark;
    }
    if (found instanceof Mark) {
      return found;
    }
    const span = { start, parentContext, parent, parentMark, traceId, interaction, entry };
    if (parentMark instanceof UndecidedMark) {
      parentMark.noteCrossing(found.session);
    }
    return this.#planIn(found.session, found.fromEntry, span);
  }

  /**
   * The plan for a span that has ended, in the session that its attributes tell.
   *
   * @param parent - its parent, marked where that was placed too
   */
  planEnded(
    start: SpanStart,
    session: Session,
    parent: SpanContext | undefined,
    traceId: string,
  ): Plan {
    return this.#planIn(session, false, {
      start,
      parentContext: ROOT_CONTEXT,
      parent,
      parentMark: parent && placedMark(parent),
      traceId,
      interaction: this.#options.isInteraction(start, ROOT_CONTEXT),
      entry: undefined,
    });
  }

  #planIn(session: Session, fromEntry: boolean, span: PlannedSpan): Plan {
    const { interaction, parent, parentMark } = span;
    this.#processStart.meetIn(span.parentContext, session);
    const kind = kindOfParent(parent, parentMark, span.parentContext);
    const orphan = kind === 'none' || kind === 'phantom';
    const sameSession = parentMark?.sessionId === session.id;
    const interactionId =
      interaction || orphan || kind === 'remote' ? this.#interactionId(session, span) : undefined;
    const turn = this.#knownTurn(session, interactionId, orphan && !interaction);
    const destination = destinationOf(
      {
        interaction,
        parent: kind,
        sameSession,
        insideOpenTurn: sameSession && parentMark.turn?.open === true,
        parentInSessionTrace:
          kind === 'remote' &&
          this.#inSessionTrace(session, parent?.traceId, interactionId, interaction),
        turnKnown: turn !== undefined,
      },
      session.startedElsewhere ? this.#policyUnderStarter : this.#options,
    );
    const joins = destination === 'turn' ? turn : undefined;
    const trace = this.#traceAt(destination, session, interactionId, span);
    const mark =
      joins?.mark ?? trace?.mark ?? (sameSession ? parentMark : new Mark(this.#owner, session));
    return {
      destination,
      mark: fromEntry && !mark.fromEntry ? this.#asFromEntry(mark) : mark,
      trace,
      joins,
      freshTraceId: undefined,
      // A nested interaction that stays in its turn is part of that turn.
      opensTurn:
        interaction && destination !== 'turn' && !(destination === 'parent' && sameSession),
      interactionId,
      orphan,
    };
  }

  #traceAt(
    destination: Destination,
    session: Session,
    interactionId: string | undefined,
    span: PlannedSpan,
  ): SessionTrace | undefined {
    switch (destination) {
      case 'parent':
      case 'turn':
        return undefined;
      case 'root':
        return span.interaction ? this.#traces.atTurnStart(session) : session.current;
      case 'top': {
        const ownTraceId = span.parent === undefined ? span.traceId : undefined;
        return this.#traces.ofTurn(session, interactionId, ownTraceId);
      }
    }
  }

  #inSessionTrace(
    session: Session,
    traceId: string | undefined,
    interactionId: string | undefined,
    interaction: boolean,
  ): boolean {
    if (traceId === undefined) {
      return false;
    }
    const { tracePerInteraction } = this.#options;
    const inTurnTrace =
      tracePerInteraction &&
      interactionId !== undefined &&
      this.#traces.isTraceOfTurn(session, traceId, interactionId);
    return tracePerInteraction && interaction
      ? inTurnTrace
      : inTurnTrace || session.determines(traceId);
  }

  #asFromEntry(mark: Mark): Mark {
    return new Mark(mark.owner, mark.session, mark.trace, mark.turn, true);
  }

  /** A mark of another copy or instance of this package says which session, and no more. */
  #markOf(parent: SpanContext): Mark | undefined {
    const mark = markOf(parent);
    if (mark instanceof UndecidedMark) {
      // Also another instance's: it must not move a span whose child is here.
      mark.followed = true;
    }
    if (mark === undefined || mark.owner === this.#owner) {
      return mark;
    }
    const session =
      mark.sessionId === undefined
        ? undefined
        : this.#sessions.find(mark.sessionId, "another instance's session id");
    if (session === undefined) {
      return this.#noSession;
    }
    return mark.fromEntry ? this.#asFromEntry(session.current.mark) : session.current.mark;
  }

  #withoutSession(
    parent: SpanContext | undefined,
    parentMark: Mark | undefined,
    parentContext: Context,
  ): Mark {
    return this.endMayTell
      ? new UndecidedMark(this.#owner, kindOfParent(parent, parentMark, parentContext))
      : this.#noSession;
  }

  #interactionId(
    session: Session,
    { start, parentContext, entry }: PlannedSpan,
  ): string | undefined {
    const told = this.#options.interactionId?.(start, parentContext);
    if (told !== undefined && told !== null && this.#sessions.accepts(told, '`interactionId`')) {
      return told;
    }
    const named = entry?.entry.sessionId === session.id ? entry.entry.interactionId : undefined;
    return named !== undefined && this.#sessions.accepts(named, 'the interaction id in withSession')
      ? named
      : undefined;
  }

  /** The turn that a span belongs to. Nothing may point at one that is not exported. */
  #knownTurn(
    session: Session,
    interactionId: string | undefined,
    mayJoinOpenTurn: boolean,
  ): Turn | undefined {
    let turn =
      interactionId === undefined ? undefined : session.turns.byInteractionId(interactionId);
    if (turn === undefined && mayJoinOpenTurn && this.#options.orphansJoinOpenTurn) {
      const { onlyOpen } = session.turns;
      // A span that names another turn than the open one does not belong there.
      const named = interactionId !== undefined && onlyOpen?.interactionId !== undefined;
      turn = named ? undefined : onlyOpen;
    }
    return turn?.sampled === true ? turn : undefined;
  }
}

/** The mark of a parent that is in a session. */
function placedMark(parent: SpanContext): Mark | undefined {
  const mark = markOf(parent);
  return mark?.session === undefined ? undefined : mark;
}

function planFreshTrace(mark: Mark): Plan {
  return {
    destination: 'top',
    mark,
    trace: undefined,
    joins: undefined,
    freshTraceId: randomTraceId(),
    opensTurn: false,
    interactionId: undefined,
    orphan: false,
  };
}
