import { randomTraceId } from '../ids/random-ids.js';
import type { Derive } from '../options/derivation.js';
import type { ResolvedOptions } from '../options/options.js';
import type { PastTraces } from './past-traces.js';
import type { SessionStore } from './session-store.js';
import { SessionTrace } from './session-trace.js';
import type { Session } from './session.js';

/** Says which trace of a session a turn goes to. */
export class SessionTraces {
  readonly #options: ResolvedOptions;
  readonly #sessions: SessionStore;
  readonly #past: PastTraces;
  readonly #derive: Derive;
  readonly #now: () => number;

  constructor(
    options: ResolvedOptions,
    sessions: SessionStore,
    past: PastTraces,
    derive: Derive,
    now: () => number,
  ) {
    this.#options = options;
    this.#sessions = sessions;
    this.#past = past;
    this.#derive = derive;
    this.#now = now;
  }

  /** The trace for a turn that starts now under a session root: the place where traces rotate. */
  atTurnStart(session: Session): SessionTrace {
    const { current } = session;
    if (session.startedElsewhere) {
      return current;
    }
    const chosen = this.#options.traceKey?.(
      {
        sessionId: session.id,
        key: current.key,
        spans: current.spanCount,
        millis: this.#now() - current.startedAtMillis,
        turns: session.turns.count,
      },
      undefined,
    );
    if (chosen !== undefined && chosen.key !== current.key) {
      session.rotateTo(this.#keyed(session, chosen.key) ?? current);
    }
    return session.current;
  }

  /** The trace that a turn has for itself. Without an id of the turn nothing determines the trace id. */
  ofTurn(
    session: Session,
    interactionId: string | undefined,
    ownTraceId: string | undefined,
  ): SessionTrace {
    const ids = interactionId === undefined ? undefined : this.#derive(session.id, interactionId);
    return new SessionTrace(
      session,
      ids ?? { traceId: ownTraceId ?? randomTraceId(), rootSpanId: '' },
      this.#now(),
    );
  }

  /** Whether a trace id is the one that a turn determines. */
  isTraceOfTurn(session: Session, traceId: string | undefined, interactionId: string): boolean {
    return traceId === this.#derive(session.id, interactionId)?.traceId;
  }

  #keyed(session: Session, key: unknown): SessionTrace | undefined {
    if (key === undefined || key === null) {
      return session.base;
    }
    if (!this.#sessions.accepts(key, 'the key that `traceScope` returned')) {
      return undefined;
    }
    const known = session.traceWithKey(key);
    if (known !== undefined) {
      return known;
    }
    const ids = this.#derive(session.id, key);
    const previousRoot = session.current.root ?? undefined;
    if (ids === undefined) {
      return undefined;
    }
    const trace = new SessionTrace(session, ids, this.#now(), key, previousRoot);
    this.#past.restore(trace);
    return trace;
  }
}
