import type { Context, SpanContext } from '@opentelemetry/api';
import type { ResolvedOptions } from '../options/options.js';
import { KEEP } from '../sdk/sampler.js';
import type { Session } from './session.js';
import { starterIn } from './starter-and-caller.js';
import { traceUnder } from './trace-under.js';

/**
 * A process that a span of a session started: for that session, the span serves as the root. Which
 * session that is, the trace id tells. Where traces are not derived from the session alone it may not;
 * then it is the first session that is met in the context that `contextFromEnvironment` made.
 */
export class ProcessStart {
  readonly #starter: SpanContext | undefined;
  readonly #traceIdTells: boolean;
  readonly #now: () => number;
  #sessionOfStarter: string | undefined;

  /** @param starter - the span that started this process, as `process.env` names it */
  constructor(
    options: Pick<ResolvedOptions, 'oneTracePerSession'>,
    now: () => number,
    starter: SpanContext | undefined,
  ) {
    this.#starter = starter;
    this.#traceIdTells = options.oneTracePerSession;
    this.#now = now;
  }

  /** Looks at a session that was just made: even an orphan without any context then finds its place. */
  meet(session: Session): void {
    if (this.#starter?.traceId === session.base.traceId) {
      this.#hang(session, this.#starter);
    }
  }

  /** Looks at the context of a span that is to be placed in a session. */
  meetIn(parentContext: Context, session: Session): void {
    const starter = starterIn(parentContext);
    const hangsThere = session.startedElsewhere && session.current.rootSpanId === starter?.spanId;
    if (starter === undefined || hangsThere) {
      return;
    }
    const told = starter.traceId === session.base.traceId;
    this.#sessionOfStarter ??= this.#traceIdTells ? undefined : session.id;
    if (told || this.#sessionOfStarter === session.id) {
      this.#hang(session, starter);
    }
  }

  #hang(session: Session, starter: SpanContext): void {
    const trace = traceUnder(session, starter, this.#now());
    if (trace !== undefined) {
      // The session was kept where it began.
      trace.sampling = KEEP;
      session.hangIn(trace);
    }
  }
}
