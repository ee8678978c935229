/** What has happened so far, as plain numbers that only grow. */
export interface Counters {
  /** Spans that were given another parent or trace id. */
  spansPlaced: number;
  /** Spans that had no parent, or one that nobody exports. */
  orphans: number;
  /** Turn boundaries seen in a session. */
  interactions: number;
  /** Session ids, keys and interaction ids that could not be used (empty, too long, not text, ...). */
  refusedIds: number;
  /** Spans that started in no session, because nobody told one. */
  sessionUntold: number;
  /** Spans that started in no session, because what was told could not be used. */
  sessionRefused: number;
  /** Spans whose session was told only at their end, when they could not be placed any more without `sessions.exporter()`. */
  sessionToldLate: number;
  /** Functions of the options that threw. */
  resolverErrors: number;
  /** Spans whose fields could not be written; they were left whole. */
  unwritableSpans: number;
  /** Log records that could not be written; they were left whole. */
  unwritableRecords: number;
  /** Links of ours that were left out, so as not to push out a link of the user or mislead a viewer. */
  skippedLinks: number;
  /** Sessions forgotten because more than `maxSessions` were live. */
  evictions: number;
  /** Exports behind `sessions.exporter()` that failed. */
  exportFailures: number;
  /** Spans that `sessions.exporter()` dropped, because the exporter behind it does not answer. */
  droppedSpans: number;
}

/** Counters at zero. */
export function newCounters(): Counters {
  return {
    spansPlaced: 0,
    orphans: 0,
    interactions: 0,
    refusedIds: 0,
    sessionUntold: 0,
    sessionRefused: 0,
    sessionToldLate: 0,
    resolverErrors: 0,
    unwritableSpans: 0,
    unwritableRecords: 0,
    skippedLinks: 0,
    evictions: 0,
    exportFailures: 0,
    droppedSpans: 0,
  };
}
