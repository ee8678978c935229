import type { ResolvedOptions } from '../options/options.js';
import type { LateRoots } from '../roots/late-roots.js';
import type { ProcessStart } from '../sessions/process-start.js';
import type { SessionTrace } from '../sessions/session-trace.js';
import type { SessionTraces } from '../sessions/session-traces.js';
import type { Session } from '../sessions/session.js';
import type { Turn } from '../sessions/turn.js';
import { kindOfParent } from './parent-kind.js';
import type { SpanToPlan } from './plan.js';
import type { PlacementFacts, PlacementPolicy } from './rules.js';
import type { TurnFinder } from './turn-finder.js';
import { WaitingRoom } from './waiting-room.js';
import { mayComeFromSession, wayIn } from './way-in.js';

/** What the rules are asked about a span, and what stands behind it. */
export interface FoundFacts {
  readonly facts: PlacementFacts;
  readonly policy: PlacementPolicy;
  /** The span had no parent, or one that nobody exports. */
  readonly orphan: boolean;
  /** The turn's own id, where the span tells it. */
  readonly interactionId: string | undefined;
  /** The turn that the span can join. */
  readonly turn: Turn | undefined;
  /** The trace for the turn that the span is, where that had to be asked. */
  readonly turnTrace: SessionTrace | undefined;
  /** The trace of the session that the parent came in from, where this process knows it. */
  readonly cameFrom: SessionTrace | undefined;
}

/** Gathers the facts about a span whose session is known. */
export class FactFinder {
  readonly #policy: PlacementPolicy;
  readonly #policyUnderStarter: PlacementPolicy;
  readonly #turnFinder: TurnFinder;
  readonly #traces: SessionTraces;
  readonly #processStart: ProcessStart;
  readonly #waitingRoom: WaitingRoom;

  constructor(
    policy: PlacementPolicy & Pick<ResolvedOptions, 'orphansJoinAnyTurn'>,
    turnFinder: TurnFinder,
    traces: SessionTraces,
    processStart: ProcessStart,
    lateRoots: LateRoots,
  ) {
    this.#policy = policy;
    this.#policyUnderStarter = { ...policy, tracePerInteraction: false };
    this.#turnFinder = turnFinder;
    this.#traces = traces;
    this.#processStart = processStart;
    this.#waitingRoom = new WaitingRoom(policy.orphansJoinAnyTurn, lateRoots);
  }

  of(session: Session, span: SpanToPlan): FoundFacts {
    const { interaction, parent, parentMark } = span;
    this.#processStart.meetIn(span.parentContext, session);
    const policy = session.startedElsewhere ? this.#policyUnderStarter : this.#policy;
    const kind = kindOfParent(parent, parentMark !== undefined, span.parentContext);
    const orphan = kind === 'none' || kind === 'phantom';
    const sameSession = parentMark?.sessionId === session.id;
    const mayComeIn = mayComeFromSession(kind, session, span);
    const interactionId =
      interaction || orphan || mayComeIn
        ? this.#turnFinder.interactionId(session, span)
        : undefined;
    const turn = this.#turnFinder.knownTurn(
      session,
      interactionId,
      orphan && !interaction,
      span.isCopy,
    );
    const ofOwnTrace = interaction && policy.tracePerInteraction;
    // A turn may rotate the trace: only then is it known whether it was called from that very one.
    const mayRotate = interaction && span.along?.trace === undefined;
    const turnTrace =
      mayRotate && mayComeIn && !ofOwnTrace ? this.#traces.atTurnStart(session) : undefined;
    const way = wayIn(this.#traces, {
      session,
      parent,
      parentMark,
      mayComeIn,
      interactionId,
      ofOwnTrace,
    });
    return {
      facts: {
        interaction,
        parent: kind,
        sameSession,
        insideOpenTurn: sameSession && parentMark.turn?.open === true,
        parentInSessionTrace: way.inSessionTrace,
        calledFromSession: way.called,
        turnKnown: turn !== undefined,
        mayWaitForTurn: orphan && !interaction && this.#waitingRoom.isFor(session, span),
      },
      policy,
      orphan,
      interactionId,
      turn,
      turnTrace,
      cameFrom: way.trace,
    };
  }
}
