import { ROOT_CONTEXT, SpanKind, type Context, type SpanContext } from '@opentelemetry/api';
import {
  destinationOf,
  sessionSource,
  type Destination,
  type EntryDistance,
  type ParentSession,
  type PlacementPolicy,
} from '../core/placement.js';
import { randomTraceId } from '../core/random-ids.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import { Mark, UndecidedMark, markOf } from '../state/mark.js';
import type { Plan } from '../state/plan.js';
import type { RecentIds } from '../state/recent-ids.js';
import type { SessionStore } from '../state/session-store.js';
import type { SessionTrace } from '../state/session-trace.js';
import type { SessionTraces } from '../state/session-traces.js';
import type { Session } from '../state/session.js';
import type { Turn } from '../state/turn.js';
import { kindOfParent } from './parent.js';
import type { ProcessStart } from './process-start.js';
import { entryOf, type PlacedEntry } from './session-context.js';
import type { SpanStart } from '../core/span-start.js';

/** What a resolver gets that looks at no span. */
const NO_SPAN: SpanStart = Object.freeze({ name: '', kind: SpanKind.INTERNAL, attributes: {} });

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
  readonly #sessions: SessionStore;
  readonly #traces: SessionTraces;
  readonly #processStart: ProcessStart;
  readonly #generatedIds: RecentIds;
  readonly #policyUnderStarter: PlacementPolicy;
  readonly #owner: object;
  readonly #noSession: Mark;

  constructor(
    options: ResolvedOptions,
    sessions: SessionStore,
    traces: SessionTraces,
    processStart: ProcessStart,
    generatedIds: RecentIds,
    owner: object,
  ) {
    this.#options = options;
    this.#sessions = sessions;
    this.#traces = traces;
    this.#processStart = processStart;
    this.#generatedIds = generatedIds;
    this.#policyUnderStarter = { ...options.policy, tracePerInteraction: false };
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
    const parentSession = sessionIn(parentMark);
    const entry = entryOf(parentContext);
    let source = sessionSource(interaction, distanceOf(entry, parent), parentSession);
    if (source === 'parent' && !interaction && parentMark !== undefined) {
      return parentMark;
    }
    let session: Session | undefined;
    if (source === 'entry' && entry !== undefined) {
      session = this.#namedBy(entry);
      // An entry that names no session is no entry.
      source = session === undefined ? sessionSource(interaction, 'none', parentSession) : source;
    }
    if (source === 'resolver') {
      session = this.#resolve(start, parentContext);
    }
    const fromEntry = session === undefined ? parentMark?.fromEntry === true : source === 'entry';
    session ??= parentMark?.session;
    if (session === undefined) {
      const mark = this.#withoutSession(parent, parentMark, parentContext);
      return parent === undefined && this.#generatedIds.has(traceId) ? planFreshTrace(mark) : mark;
    }
    const span = { start, parentContext, parent, parentMark, traceId, interaction, entry };
    return this.#planIn(session, fromEntry, span);
  }

  /** The session that a context names, or that is known without a span. */
  ambientSession(from: Context): Session | undefined {
    const entry = entryOf(from);
    return (entry && this.#namedBy(entry)) ?? this.#resolve(NO_SPAN, from, 'no span');
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

  /** The session that the attributes of a span tell, by the resolvers that look at nothing else. */
  sessionOfEnded(start: SpanStart): Session | undefined {
    return this.#resolve(start, ROOT_CONTEXT, 'ended');
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
      session.startedElsewhere ? this.#policyUnderStarter : this.#options.policy,
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
    const { tracePerInteraction } = this.#options.policy;
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

  #namedBy({ entry }: PlacedEntry): Session | undefined {
    // Untyped callers pass what a header or a lookup gave them: nothing is no answer, not a wrong one.
    const { sessionId, resumed } = entry as { sessionId?: unknown; resumed?: boolean };
    return sessionId === undefined || sessionId === null
      ? undefined
      : this.#sessions.find(sessionId, 'the session id in withSession', resumed === true);
  }

  #resolve(
    start: SpanStart,
    parentContext: Context,
    moment: 'start' | 'no span' | 'ended' = 'start',
  ): Session | undefined {
    for (const { resolve, needsSpan, readsAttributes } of this.#options.resolvers) {
      const asked = moment === 'start' || (moment === 'ended' ? readsAttributes : !needsSpan);
      const answer = asked ? resolve(start, parentContext) : undefined;
      if (answer !== undefined && answer !== null) {
        const session = this.#sessions.find(answer, 'the answer of `sessionId`');
        if (session !== undefined) {
          return session;
        }
      }
    }
    return undefined;
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

function distanceOf(
  entry: PlacedEntry | undefined,
  parent: SpanContext | undefined,
): EntryDistance {
  if (entry === undefined) {
    return 'none';
  }
  return parent === undefined || entry.madeUnderSpanId === parent.spanId ? 'here' : 'further-out';
}

function sessionIn(mark: Mark | undefined): ParentSession {
  if (mark?.sessionId === undefined) {
    return 'none';
  }
  return mark.fromEntry ? 'from-entry' : 'from-elsewhere';
}
