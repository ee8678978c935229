import { dropOldest } from './drop-oldest.js';
import type { AwaitedTurnEnds } from './awaited-turn-ends.js';
import { FirstTurn } from './first-turn.js';
import type { Turn } from './turn.js';

/** Turns of a session remembered by their interaction id; the oldest is forgotten first. */
const MAX_REMEMBERED = 16;

/** Open turns of a session that are told apart; a turn past that never counts as the only open one. */
const MAX_OPEN = 64;

/** What of a session's turns anybody is going to ask for: on the path of every turn the rest is not kept. */
export interface TurnsNeeded {
  /** The latest turn, which the next one is linked to, or orphans join. */
  readonly latest: boolean;
  /** The only open turn, which orphans join. */
  readonly onlyOpen: boolean;
  readonly ends: AwaitedTurnEnds;
}

/** The turns of a session that its orphans may join. */
export class Turns {
  readonly #needed: TurnsNeeded;
  /** How many turns the session has had. */
  count = 0;
  #first: FirstTurn | undefined = undefined;
  // Made when they are needed: ten thousand sessions hold ten thousand of each.
  #byInteractionId: Map<string, Turn> | undefined = undefined;
  #open: Set<Turn> | undefined = undefined;
  #dropped: Map<string, true> | undefined = undefined;
  #openCount = 0;
  latest: Turn | undefined = undefined;
  /** A sampler dropped a turn that came after the latest. */
  latestWasDropped = false;

  constructor(needed: TurnsNeeded) {
    this.#needed = needed;
  }

  begin(turn: Turn): void {
    this.count++;
    this.#needed.ends.expect(turn);
    if (this.#needed.latest) {
      this.latest = turn;
      this.latestWasDropped = false;
    }
    if (this.#needed.onlyOpen) {
      this.#openCount++;
      this.#open ??= new Set();
      if (this.#open.size < MAX_OPEN) {
        this.#open.add(turn);
      }
    }
    if (this.#first !== undefined && turn.sampled) {
      this.#first.settle(turn);
      this.#first = undefined;
    }
    const id = turn.interactionId;
    // A nested agent that inherits the id of an open turn does not take the turn's orphans away.
    if (id !== undefined && this.#byInteractionId?.get(id)?.open !== true) {
      this.#remember(id, turn);
    }
  }

  end(turn: Turn): void {
    if (!turn.open) {
      return;
    }
    turn.open = false;
    this.#needed.ends.came(turn);
    this.#openCount--;
    this.#open?.delete(turn);
  }

  /** What orphans wait for that come before any turn. */
  get first(): FirstTurn {
    if (this.#first?.isSettled !== false) {
      this.#first = new FirstTurn();
    }
    return this.#first;
  }

  /** There is no turn to wait for any more. */
  settleFirst(): void {
    this.#first?.settle();
  }

  /** The turn with that interaction id, open or ended a short while ago. */
  byInteractionId(id: string): Turn | undefined {
    return this.#byInteractionId?.get(id);
  }

  /** Whether a remembered turn is in that trace. */
  hasTrace(traceId: string): boolean {
    for (const { spanContext } of this.#byInteractionId?.values() ?? []) {
      if (spanContext.traceId === traceId) {
        return true;
      }
    }
    return false;
  }

  /** Notes that a sampler dropped a turn: its orphans are dropped with it. */
  rememberDropped(id: string | undefined): void {
    this.latestWasDropped = true;
    if (id !== undefined) {
      this.#dropped ??= new Map();
      this.#dropped.set(id, true);
      dropOldest(this.#dropped, MAX_REMEMBERED);
      if (this.#byInteractionId?.get(id)?.open === false) {
        // It has the id by now.
        this.#byInteractionId.delete(id);
      }
    }
  }

  wasDropped(id: string | undefined): boolean {
    return id !== undefined && this.#dropped?.has(id) === true;
  }

  /** The open turn, if there is exactly one: between two, nobody guesses. */
  get onlyOpen(): Turn | undefined {
    if (this.#openCount !== 1 || this.#open === undefined) {
      return undefined;
    }
    const [turn] = this.#open;
    return turn;
  }

  #remember(id: string, turn: Turn): void {
    this.#byInteractionId ??= new Map();
    this.#dropped?.delete(id);
    this.#byInteractionId.delete(id);
    this.#byInteractionId.set(id, turn);
    dropOldest(this.#byInteractionId, MAX_REMEMBERED);
  }
}
