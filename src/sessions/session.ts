import type { Stamp } from '../options/session-attributes.js';
import type { SessionRootMode } from '../options/session-root.js';
import type { SessionTrace } from './session-trace.js';
import { Turns, type TurnsNeeded } from './turns.js';

/** What a session is made with. */
export interface SessionInit {
  /** Whose marks the session's spans carry. */
  readonly owner: object;
  /** The trace that the session id alone determines. */
  readonly base: SessionTrace;
  readonly rootMode: SessionRootMode;
  readonly stamp: Stamp;
  readonly turnsNeeded: TurnsNeeded;
  readonly nowMillis: number;
}

/** A live session: what has to be remembered from one of its spans to the next. */
export class Session {
  // What each turn reads stands first: of ten thousand sessions none is in the processor's cache.
  /** Grows from use to use over all sessions: the store forgets the one with the smallest number. */
  lastUse = 0;
  spanCount = 0;
  /** The trace that new turns and orphans go to. */
  current: SessionTrace;
  readonly turns: Turns;
  /** Attributes that every span of the session gets. */
  readonly stamp: Stamp;
  /** True where a span of another process serves as the root. */
  startedElsewhere = false;
  readonly id: string;
  readonly owner: object;
  readonly rootMode: SessionRootMode;
  readonly startedAtMillis: number;
  /** The trace that the session id alone determines. */
  readonly base: SessionTrace;
  /** False once the session was ended or evicted: its open spans go on, new ones start a new state. */
  held = true;

  constructor(id: string, init: SessionInit) {
    this.id = id;
    this.owner = init.owner;
    this.rootMode = init.rootMode;
    this.stamp = init.stamp;
    this.startedAtMillis = init.nowMillis;
    this.turns = new Turns(init.turnsNeeded);
    this.base = init.base;
    this.current = init.base.continuedIn ?? init.base;
  }

  /** For a session that another process began: everything goes under the span that started this process. */
  hangIn(trace: SessionTrace): void {
    this.current = trace;
    this.startedElsewhere = true;
  }

  /** Sends new turns and orphans to another trace from now on. */
  rotateTo(trace: SessionTrace): void {
    this.current = trace;
    // Where the session goes on if it is evicted: in its own trace, no bound of `traceScope` would hold. What its open
    // spans do afterwards is not asked: one that was ended begins in its own.
    if (this.held) {
      this.base.continuedIn = trace === this.base ? undefined : trace;
    }
  }
}
