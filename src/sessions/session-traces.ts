import { randomTraceId } from '../ids/random-ids.js';
import type { ResolvedOptions } from '../options/options.js';
import type { IdCheck } from './id-check.js';
import type { KnownTraces } from './known-traces.js';
import { SessionTrace, type PlaceOfTrace } from './session-trace.js';
import type { Session } from './session.js';

/** Says which trace of a session a turn goes to. */
export class SessionTraces {
  readonly #options: Pick<ResolvedOptions, 'derive' | 'traceKey' | 'tracePerInteraction'>;
  readonly #ids: IdCheck;
  readonly #known: KnownTraces;
  readonly #now: () => number;

  constructor(
    options: Pick<ResolvedOptions, 'derive' | 'traceKey' | 'tracePerInteraction'>,
    ids: IdCheck,
    known: KnownTraces,
    now: () => number,
  ) {
    this.#options = options;
    this.#ids = ids;
    this.#known = known;
    this.#now = now;
  }

  /** The trace that a session id alone determines; undefined where no ids can be derived from it. */
  ownOf(sessionId: string): SessionTrace | undefined {
    return this.#trace({ sessionId });
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
      { sessionId: session.id },
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
    return inTurnTrace || (!ofOwnTrace && this.areOf(session, traceId));
  }

  /** Whether a trace is one of a session's, as far as it is known here. */
  areOf(session: Session, traceId: string): boolean {
    return this.withId(session, traceId) !== undefined || session.turns.hasTrace(traceId);
  }

  /** The trace of a session with that id, as far as it is known here; not that of a turn. */
  withId({ id, base, current }: Session, traceId: string): SessionTrace | undefined {
    const known = this.#known.find(traceId);
    return (
      [current, base].find((trace) => trace.traceId === traceId) ??
      (known?.sessionId === id ? known : undefined)
    );
  }

  #keyed(session: Session, key: unknown): SessionTrace | undefined {
    if (key === undefined || key === null) {
      return session.base;
    }
    if (!this.#ids.accepts(key, 'the key that `traceScope` returned')) {
      return undefined;
    }
    return this.#trace({ sessionId: session.id, key, previousRoot: session.current.root });
  }

  #trace(place: PlaceOfTrace): SessionTrace | undefined {
    const ids = this.#options.derive(place.sessionId, place.key);
    return (
      ids &&
      this.#known.keep(this.#known.find(ids.traceId) ?? new SessionTrace(ids, this.#now(), place))
    );
  }
}
