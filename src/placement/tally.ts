import type { Notices } from '../diagnostics/notices.js';
import type { Mark } from '../sessions/mark.js';
import type { SessionStore } from '../sessions/session-store.js';
import type { SessionTrace } from '../sessions/session-trace.js';
import type { Session } from '../sessions/session.js';

/** Spans in one trace past which viewers and stores begin to give up. */
const LONG_TRACE_SPANS = 2_000;

/** Counts the spans of sessions and of their traces. */
export class Tally {
  readonly #sessions: SessionStore;
  readonly #notices: Notices;
  readonly #oneTracePerSession: boolean;

  constructor(sessions: SessionStore, notices: Notices, oneTracePerSession: boolean) {
    this.#sessions = sessions;
    this.#notices = notices;
    this.#oneTracePerSession = oneTracePerSession;
  }

  /** On the path of every span. */
  add({ trace }: Mark, session: Session): void {
    this.#sessions.touch(session);
    session.spanCount++;
    if (trace !== undefined && ++trace.spanCount === LONG_TRACE_SPANS + 1) {
      this.#warnOfLongTrace(trace);
    }
  }

  #warnOfLongTrace(trace: SessionTrace): void {
    if (this.#oneTracePerSession) {
      this.#notices.warn(
        `trace ${trace.traceId} has more than ${LONG_TRACE_SPANS} spans, which many backends cut ` +
          "or refuse. Bound it with the option `traceScope: 'interaction'` or `rotateAfter({ spans, millis })`.",
      );
    }
  }
}
