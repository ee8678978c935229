import type { DerivedIds } from '../ids/derivation.js';
import type { Stamp } from '../options/session-attributes.js';
import type { SessionRootMode } from '../options/session-root.js';
import { dropOldest } from './drop-oldest.js';
import { SessionTrace } from './session-trace.js';
import { Turns, type TurnsNeeded } from './turns.js';

/** Rotated traces of a session that are remembered; the oldest is forgotten first. */
const MAX_ROTATED = 8;

/** What a session is made with. */
export interface SessionInit {
  /** Whose marks the session's spans carry. */
  readonly owner: object;
  readonly ids: DerivedIds;
  readonly rootMode: SessionRootMode;
  readonly stamp: Stamp;
  readonly turnsNeeded: TurnsNeeded;
  readonly nowMillis: number;
}

/** A live session: what has to be remembered from one of its spans to the next. */
export class Session {
  readonly id: string;
  readonly owner: object;
  readonly rootMode: SessionRootMode;
  /** Attributes that every span of the session gets. */
  readonly stamp: Stamp;
  readonly startedAtMillis: number;
  /** The trace that the session id alone determines. */
  readonly base: SessionTrace;
  /** The trace that new turns and orphans go to. */
  current: SessionTrace;
  /** Traces that were current before, so that a key that comes back finds its root again. */
  #rotated: Map<string, SessionTrace> | undefined = undefined;
  readonly turns: Turns;
  spanCount = 0;
  /** True where a span of another process serves as the root. */
  startedElsewhere = false;
  /** False once the session was ended or evicted: its open spans go on, new ones start a new state. */
  held = true;
  /** Grows from use to use over all sessions: the store forgets the one with the smallest number. */
  lastUse = 0;

  constructor(id: string, init: SessionInit) {
    this.id = id;
    this.owner = init.owner;
    this.rootMode = init.rootMode;
    this.stamp = init.stamp;
    this.startedAtMillis = init.nowMillis;
    this.turns = new Turns(init.turnsNeeded);
    this.base = new SessionTrace(init.ids, init.nowMillis);
    this.current = this.base;
  }

  /** For a session that another process began: everything goes under the span that started this process. */
  hangIn(trace: SessionTrace): void {
    this.current = trace;
    this.startedElsewhere = true;
  }

  /** The session's own trace, and those rotated to that are remembered. */
  traces(): readonly SessionTrace[] {
    return this.#rotated === undefined ? [this.base] : [this.base, ...this.#rotated.values()];
  }

  /** The trace of the session with that id, as far as it is known here; not that of a turn. */
  traceWithId(traceId: string): SessionTrace | undefined {
    return this.current.ids.traceId === traceId
      ? this.current
      : this.traces().find(({ ids }) => ids.traceId === traceId);
  }

  /** Whether a trace id is one that the session determines, as far as it is known here. */
  determines(traceId: string): boolean {
    return this.traceWithId(traceId) !== undefined || this.turns.hasTrace(traceId);
  }

  /** A trace that was rotated to, if it is still remembered. */
  traceWithKey(key: string): SessionTrace | undefined {
    return this.#rotated?.get(key);
  }

  /** Sends new turns and orphans to another trace from now on. */
  rotateTo(trace: SessionTrace): void {
    this.current = trace;
    if (trace.key !== undefined) {
      this.#rotated ??= new Map();
      this.#rotated.set(trace.key, trace);
      dropOldest(this.#rotated, MAX_ROTATED);
    }
  }
}
