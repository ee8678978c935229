import type { Counters } from '../metrics/counters.js';
import type { IdCheck } from './id-check.js';
import { OrderOfUse } from './order-of-use.js';
import type { PastTraces } from './past-traces.js';
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
  readonly #past: PastTraces;
  readonly #ids: IdCheck;
  readonly #counters: Counters;

  constructor(
    maxSessions: number,
    create: SessionFactory,
    past: PastTraces,
    ids: IdCheck,
    counters: Counters,
  ) {
    this.#maxSessions = maxSessions;
    this.#create = create;
    this.#past = past;
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
    if (!this.#ids.accepts(sessionId, source)) {
      return undefined;
    }
    const session = this.#create(sessionId, resumed);
    if (session !== undefined) {
      this.#add(session);
    }
    return session;
  }

  /** Counts as use. */
  touch(session: Session): void {
    this.#order.use(session);
  }

  /** Forgets a session. */
  delete(session: Session): void {
    if (session.held) {
      session.held = false;
      for (const trace of session.traces()) {
        this.#past.remember(trace);
      }
      this.#sessions.delete(session.id);
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
      this.delete(session);
      this.#counters.evictions++;
    }
  }
}
