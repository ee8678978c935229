import type { Turn } from './turn.js';

/**
 * Counts the open turns whose end makes a difference to anybody. While there is none, the end of a span costs
 * nothing. A turn that never ends keeps the count up: that costs a look at each span, and no more.
 */
export class AwaitedTurnEnds {
  readonly #ofEveryTurn: boolean;
  count = 0;

  /** @param ofEveryTurn - false: only turns with an interaction id are asked whether they are still open */
  constructor(ofEveryTurn: boolean) {
    this.#ofEveryTurn = ofEveryTurn;
  }

  expect(turn: Turn): void {
    this.count += this.#concerns(turn) ? 1 : 0;
  }

  came(turn: Turn): void {
    this.count -= this.#concerns(turn) ? 1 : 0;
  }

  #concerns({ interactionId }: Turn): boolean {
    return this.#ofEveryTurn || interactionId !== undefined;
  }
}
