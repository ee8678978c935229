import type { Context } from '@opentelemetry/api';
import type { SessionTraces } from './session-traces.js';
import type { SessionTrace } from './session-trace.js';
import type { Session } from './session.js';
import { callerIn } from './starter-and-caller.js';
import { traceUnder } from './trace-under.js';

/**
 * Messages that spans of a session sent: what is started while one is handled, and would go under the session root, goes
 * under its sender instead. That holds for nothing but the spans in that context, because whoever sends a message
 * can name any span in it.
 */
export class Calls {
  readonly #traces: Pick<SessionTraces, 'areOf'>;
  readonly #now: () => number;

  constructor(traces: Pick<SessionTraces, 'areOf'>, now: () => number) {
    this.#traces = traces;
    this.#now = now;
  }

  /** The trace under the sender, where that is a span of the session as far as its trace id tells. */
  traceIn(from: Context, session: Session): SessionTrace | undefined {
    const caller = callerIn(from);
    return caller !== undefined && this.#traces.areOf(session, caller.traceId)
      ? traceUnder(session, caller, this.#now())
      : undefined;
  }
}
