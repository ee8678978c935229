import type { Counters } from '../metrics/counters.js';
import type { IdCheck } from './id-check.js';
import type { KnownTraces } from './known-traces.js';
import { OrderOfUse } from './order-of-use.js';

import type { Session } from './session.js';

/** Makes the state of a session that is not held, or refuses to. */
export type SessionFactory = (sessionId: string, resumed: boolean) => Session | undefined;

/**
 * The live sessions, at most `maxSessions` of them. The least recently used one makes room; that is
 * counted. Its running spans keep their state through their marks, so nothing moves under them.
 */
export class SessionStore {
  readonly #sessions = new Map<string, Session>();
  readonly #order = new OrderOfUse();
  readonly #maxSessions: number;
  readonly #create: SessionFactory;
  readonly #traces: KnownTraces;
  readonly #ids: IdCheck;
  readonly #counters: Counters;
  #isMakingOne = false;

  constructor(
    maxSessions: number,
    create: SessionFactory,
    traces: KnownTraces,
    ids: IdCheck,
    counters: Counters,
  ) {
    this.#maxSessions = maxSessions;
    this.#create = create;
    this.#traces = traces;
    this.#ids = ids;
    this.#counters = counters;
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** The session if it is held; does not count as use. */
  peek(sessionId: string): Session | undefined {
    return this.#sessions.get(sessionId);
  }

  /**
   * The session with that id, made if need be; undefined where the id cannot be one.
   *
   * @param source - who gave the id, in the words of the user
   */
  find(sessionId: unknown, source: string, resumed = false): Session | undefined {
    const held = this.#sessions.get(sessionId as string);
    if (held !== undefined) {
      this.touch(held);
      return held;
    }
    return this.#ids.accepts(sessionId, source) ? this.#make(sessionId, resumed) : undefined;
  }

  /** Counts as use. */
  touch(session: Session): void {
    this.#order.use(session);
  }

  /** Forgets a session that is over: one that comes back begins in its own trace. */
  end(session: Session): void {
    session.base.continuedIn = undefined;
    this.#forget(session);
  }

  /**
   * Functions of the user say how a session looks, and may start spans. Such a span finds no session that is not
   * there yet: it would be a second one of the same id, or one made without that function's answer.
   */
  #make(sessionId: string, resumed: boolean): Session | undefined {
    if (this.#isMakingOne) {
      return undefined;
    }
    this.#isMakingOne = true;
    try {
      const session = this.#create(sessionId, resumed);
      if (session !== undefined) {
        this.#add(session);
      }
      return session;
    } finally {
      this.#isMakingOne = false;
    }
  }

  #add(session: Session): void {
    if (this.#sessions.size >= this.#maxSessions) {
      this.#evict();
    }
    this.#sessions.set(session.id, session);
    this.touch(session);
  }

  #evict(): void {
    const session = this.#order.leastRecent(this.#sessions.values());
    if (session !== undefined) {
      this.#forget(session);
      this.#counters.evictions++;
    }
  }

  #forget(session: Session): void {
    if (session.held) {
      session.held = false;
      this.#traces.keep(session.base);
      this.#sessions.delete(session.id);
    }
  }
}
