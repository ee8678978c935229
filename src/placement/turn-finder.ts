import type { ResolvedOptions } from '../options/options.js';
import type { IdCheck } from '../sessions/id-check.js';
import type { Session } from '../sessions/session.js';
import type { Turn } from '../sessions/turn.js';
import type { SpanToPlan } from './plan.js';

type TurnOptions = Pick<
  ResolvedOptions,
  'interactionId' | 'orphansJoinOpenTurn' | 'orphansJoinAnyTurn'
>;

/** Says which turn of its session a span belongs to. */
export class TurnFinder {
  readonly #options: TurnOptions;
  readonly #ids: IdCheck;

  constructor(options: TurnOptions, ids: IdCheck) {
    this.#options = options;
    this.#ids = ids;
  }

  /** The turn's own id, as the span or its `withSession` entry tells it. */
  interactionId(session: Session, { start, parentContext, entry }: SpanToPlan): string | undefined {
    const told = this.#options.interactionId?.(start, parentContext);
    if (told !== undefined && told !== null && this.#ids.accepts(told, '`interactionId`')) {
      return told;
    }
    const named = entry?.entry.sessionId === session.id ? entry.entry.interactionId : undefined;
    return named !== undefined && this.#ids.accepts(named, 'the interaction id in withSession')
      ? named
      : undefined;
  }

  /**
   * The turn that a span can join. Nothing may point at one that is not exported: what an exporter without
   * `sessions.exporter` gets as well cannot be under a turn that only a copy is in the place of.
   */
  knownTurn(
    session: Session,
    interactionId: string | undefined,
    mayJoinUnnamed: boolean,
    isCopy = false,
  ): Turn | undefined {
    let turn =
      interactionId === undefined ? undefined : session.turns.byInteractionId(interactionId);
    if (turn === undefined && mayJoinUnnamed && this.#options.orphansJoinOpenTurn) {
      const { onlyOpen, latest } = session.turns;
      const nearest = onlyOpen ?? (this.#options.orphansJoinAnyTurn ? latest : undefined);
      // A span that names another turn does not belong there.
      const named = interactionId !== undefined && nearest?.interactionId !== undefined;
      turn = named ? undefined : nearest;
    }
    return turn?.sampled === true && (isCopy || !turn.onlyInCopies) ? turn : undefined;
  }
}
