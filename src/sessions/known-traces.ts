import { dropOldest } from './drop-oldest.js';
import type { SessionTrace } from './session-trace.js';

/** So many are remembered however few sessions may be live: one session may have many traces. */
const AT_LEAST = 100;

/**
 * The traces of all sessions by their trace id, so that a trace has one root, one count and one word of the sampler
 * whoever comes back to it: a session that was ended or evicted, its spans that go on, a key of `traceScope` after
 * many others. Those of twice `maxSessions` are remembered; the one that was begun or left longest ago goes first.
 */
export class KnownTraces {
  readonly #traces = new Map<string, SessionTrace>();
  readonly #capacity: number;

  constructor(maxSessions: number) {
    this.#capacity = Math.max(2 * maxSessions, AT_LEAST);
  }

  find(traceId: string): SessionTrace | undefined {
    return this.#traces.get(traceId);
  }

  /** Remembers a trace as the one that was in use last. */
  keep(trace: SessionTrace): SessionTrace {
    const { traceId } = trace;
    this.#traces.delete(traceId);
    this.#traces.set(traceId, trace);
    dropOldest(this.#traces, this.#capacity);
    return trace;
  }
}
