import { refusalOf } from '../ids/usable-id.js';
import type { Notices } from '../diagnostics/notices.js';
import type { Counters } from '../metrics/counters.js';
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
  readonly #maxSessions: number;
  readonly #create: SessionFactory;
  readonly #past: PastTraces;
  readonly #counters: Counters;
  readonly #notices: Notices;
  #newest: Session | undefined = undefined;
  #oldest: Session | undefined = undefined;

  constructor(
    maxSessions: number,
    create: SessionFactory,
    past: PastTraces,
    counters: Counters,
    notices: Notices,
  ) {
    this.#maxSessions = maxSessions;
    this.#create = create;
    this.#past = past;
    this.#counters = counters;
    this.#notices = notices;
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** The session if it is held; does not count as use. */
  peek(sessionId: string): Session | undefined {
    return this.#sessions.get(sessionId);
  }

  /**
   * The session with that id, made if need be; undefined where the id cannot be one, which is counted
   * and told once per reason.
   */
  find(sessionId: unknown, source: string, resumed = false): Session | undefined {
    const held = this.#sessions.get(sessionId as string);
    if (held !== undefined) {
      this.touch(held);
      return held;
    }
    if (!this.accepts(sessionId, source)) {
      return undefined;
    }
    const session = this.#create(sessionId, resumed);
    if (session !== undefined) {
      this.#add(session);
    }
    return session;
  }

  /** Whether a value can be an id; where not, that is counted and told once per source and reason. */
  accepts(id: unknown, source: string): id is string {
    const refusal = refusalOf(id);
    if (refusal === undefined) {
      return true;
    }
    this.#counters.refusedIds++;
    this.#notices.warnOnce(
      `${source} ${refusal}`,
      `${source} is ${refusal}: taken as no answer. Expected a string of 1 to 256 characters; ` +
        'further ones are only counted (refusedIds in stats()).',
    );
    return false;
  }

  /** Counts as use. On the path of every span: does nothing for the session used last. */
  touch(session: Session): void {
    if (session !== this.#newest && session.held) {
      this.#unlink(session);
      this.#link(session);
    }
  }

  /** Forgets a session. */
  delete(session: Session): void {
    if (session.held) {
      session.held = false;
      for (const trace of session.traces()) {
        this.#past.remember(trace);
      }
      this.#sessions.delete(session.id);
      this.#unlink(session);
    }
  }

  #add(session: Session): void {
    if (this.#sessions.size >= this.#maxSessions && this.#oldest !== undefined) {
      this.delete(this.#oldest);
      this.#counters.evictions++;
    }
    this.#sessions.set(session.id, session);
    this.#link(session);
  }

  #link(session: Session): void {
    session.older = this.#newest;
    if (this.#newest !== undefined) {
      this.#newest.newer = session;
    }
    this.#newest = session;
    this.#oldest ??= session;
  }

  #unlink(session: Session): void {
    const { newer, older } = session;
    if (newer === undefined) {
      this.#newest = older;
    } else {
      newer.older = older;
    }
    if (older === undefined) {
      this.#oldest = newer;
    } else {
      older.newer = newer;
    }
    session.newer = undefined;
    session.older = undefined;
  }
}
