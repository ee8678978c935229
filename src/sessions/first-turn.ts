import type { Turn } from './turn.js';

/** What orphans of a session wait for that came before its first turn. It is settled once, for all of them. */
export class FirstTurn {
  readonly #listeners = new Set<() => void>();
  #turn: Turn | undefined = undefined;
  #isSettled = false;

  /** Undefined before it has begun, and where nobody waits for it any more. */
  get turn(): Turn | undefined {
    return this.#turn;
  }

  get isSettled(): boolean {
    return this.#isSettled;
  }

  /** @param listener - called once, when it is settled */
  whenSettled(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** @param turn - the turn that began; without one, those that wait do so no more */
  settle(turn?: Turn): void {
    if (this.#isSettled) {
      return;
    }
    this.#isSettled = true;
    this.#turn = turn;
    for (const listener of this.#listeners) {
      listener();
    }
    this.#listeners.clear();
  }
}
