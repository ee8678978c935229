import type { Counters } from '../metrics/counters.js';
import type { StartedSpan } from '../sdk/span.js';
import type { MarkInSession } from '../sessions/mark.js';
import { Turn } from '../sessions/turn.js';
import { writeAttribute } from '../spans/stamp-span.js';

/** Attribute of turn spans: the how-manieth turn of its session in this process, from 1. */
const TURN_NUMBER = 'otel_session_trace.turn.number';

/** Begins turns: notes each in its session, and numbers it. */
export class TurnStart {
  readonly #counters: Counters;
  readonly #stampsTurns: boolean;

  constructor(counters: Counters, stampsTurns: boolean) {
    this.#counters = counters;
    this.#stampsTurns = stampsTurns;
  }

  /**
   * @param span - a span that is in its place
   * @param interactionId - the turn's own id, where it has one
   */
  begin(span: StartedSpan, mark: MarkInSession, interactionId: string | undefined): void {
    const { turns } = mark.session;
    // Asked anew: a frozen context was replaced by a copy, and the turn's is the one that the span answers with.
    const turn = new Turn(span.spanContext(), mark.trace, interactionId);
    mark.turn = turn;
    this.#counters.interactions++;
    turns.begin(turn);
    if (this.#stampsTurns) {
      writeAttribute(span, TURN_NUMBER, turns.count);
    }
  }
}
