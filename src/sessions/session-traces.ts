import { randomTraceId } from '../ids/random-ids.js';
import type { ResolvedOptions } from '../options/options.js';
import type { PastTraces } from './past-traces.js';
import type { IdCheck } from './id-check.js';
import { SessionTrace } from './session-trace.js';
import type { Session } from './session.js';

/** Says which trace of a session a turn goes to. */
export class SessionTraces {
  readonly #options: Pick<ResolvedOptions, 'derive' | 'traceKey' | 'tracePerInteraction'>;
  readonly #ids: IdCheck;
  readonly #past: PastTraces;
  readonly #now: () => number;

  constructor(
    options: Pick<ResolvedOptions, 'derive' | 'traceKey' | 'tracePerInteraction'>,
    ids: IdCheck,
    past: PastTraces,
    now: () => number,
  ) {
    this.#options = options;
    this.#ids = ids;
    this.#past = past;
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
    const ids =
      interactionId === undefined ? undefined : this.#options.derive(session.id, interactionId);
    return new SessionTrace(
      ids ?? { traceId: ownTraceId ?? randomTraceId(), rootSpanId: '' },
      this.#now(),
    );
  }

  /**
   * Whether a trace id is one that a session determines.
   *
   * @param ofOwnTrace - for a turn that has a trace for itself: whether it is the one that the turn determines
   */
  include(
    session: Session,
    traceId: string,
    interactionId: string | undefined,
    ofOwnTrace: boolean,
  ): boolean {
    const inTurnTrace =
      this.#options.tracePerInteraction &&
      interactionId !== undefined &&
      traceId === this.#options.derive(session.id, interactionId)?.traceId;
    return inTurnTrace || (!ofOwnTrace && session.determines(traceId));
  }

  #keyed(session: Session, key: unknown): SessionTrace | undefined {
    if (key === undefined || key === null) {
      return session.base;
    }
    if (!this.#ids.accepts(key, 'the key that `traceScope` returned')) {
      return undefined;
    }
    const known = session.traceWithKey(key);
    if (known !== undefined) {
      return known;
    }
    const ids = this.#options.derive(session.id, key);
    if (ids === undefined) {
      return undefined;
    }
    const trace = new SessionTrace(ids, this.#now(), key, session.current.root);
    this.#past.restore(session, trace);
    return trace;
  }
}
