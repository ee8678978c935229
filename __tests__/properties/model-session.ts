import type { TraceName } from './expectation.js';
import type { SessionId, TraceKey, TurnId } from './program.js';

/** A turn, as the model remembers it. */
export interface ModelTurn {
  readonly span: number;
  readonly trace: TraceName;
  readonly id: TurnId | undefined;
  open: boolean;
  /** No span is in its place but what `sessions.exporter` exports. */
  readonly onlyInCopies?: boolean;
}

/** What orphans that came before the first turn of their session have in common. */
export interface ModelWait {
  turn: ModelTurn | undefined;
  isSettled: boolean;
}

/** What the model remembers of a session, until it is ended. */
export class ModelSession {
  readonly id: SessionId;
  readonly turns: ModelTurn[] = [];
  readonly #named = new Map<TurnId, ModelTurn>();
  #wait: ModelWait | undefined;
  key: TraceKey | undefined;
  /** A turn was started under a span that a sampler may have dropped. */
  mayMissTurn = false;

  constructor(id: SessionId) {
    this.id = id;
  }

  /** Where spans go that are in no turn. */
  get currentTrace(): TraceName {
    return { kind: 'derived', session: this.id, key: this.key };
  }

  /** The turn with an id. A nested agent that inherits the id of an open turn does not take its orphans away. */
  turnWith(id: TurnId | undefined): ModelTurn | undefined {
    return id === undefined ? undefined : this.#named.get(id);
  }

  begin(turn: ModelTurn): void {
    this.turns.push(turn);
    if (this.#wait?.isSettled === false) {
      this.#wait.isSettled = true;
      this.#wait.turn = turn;
    }
    if (turn.id !== undefined && this.#named.get(turn.id)?.open !== true) {
      this.#named.set(turn.id, turn);
    }
  }

  /** Where orphans wait for a turn. */
  get wait(): ModelWait {
    if (this.#wait?.isSettled !== false) {
      this.#wait = { turn: undefined, isSettled: false };
    }
    return this.#wait;
  }

  /** Nobody waits any more. */
  stopWaiting(): void {
    this.wait.isSettled = true;
  }

  /** The open turn, if there is exactly one. */
  get onlyOpenTurn(): ModelTurn | undefined {
    const open = this.turns.filter((turn) => turn.open);
    return open.length === 1 ? open[0] : undefined;
  }
}
