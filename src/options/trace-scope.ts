/** A session's counters at the start of a turn, for a function that decides which trace it goes to. */
export interface SessionProgress {
  readonly sessionId: string;
  /** The key of the trace that turns went to until now; undefined for the session's own trace. */
  readonly key: string | undefined;
  /** Spans started in that trace by this process so far. */
  readonly spans: number;
  /** Age of that trace in this process, in milliseconds. */
  readonly millis: number;
  /** Turns started in the session by this process so far. */
  readonly turns: number;
}

/**
 * Chooses the trace of a turn by its key, 1 to 256 characters: the same key, the same trace, in every
 * process. Undefined means the session's own trace.
 */
export type TraceKey = (session: SessionProgress) => string | undefined;

/** What one trace holds. */
export type TraceScope = 'session' | 'interaction' | TraceKey;
