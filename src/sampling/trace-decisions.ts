import { ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import type { ResolvedOptions } from '../options/options.js';
import { describeRoot } from '../roots/root-description.js';
import { DROP, type SamplingAnswer } from '../sdk/sampler.js';
import type { SessionTrace } from '../sessions/session-trace.js';
import type { Session } from '../sessions/session.js';
import type { Delegate } from './delegate.js';
import type { Question } from './question.js';

/** Asks the delegate once for each trace of a session, on the trace id that the session determines, without a parent. */
export class TraceDecisions {
  readonly #delegate: Delegate;
  readonly #sessionSpanOf: ResolvedOptions['sessionSpanOf'];
  /** Traces that the delegate is being asked about. */
  readonly #asking = new Set<string>();

  constructor(delegate: Delegate, sessionSpanOf: ResolvedOptions['sessionSpanOf']) {
    this.#delegate = delegate;
    this.#sessionSpanOf = sessionSpanOf;
  }

  /**
   * The one answer for a trace.
   *
   * @param turn - the question about a turn that has the trace for itself; otherwise it is about the root
   */
  of(session: Session, to: SessionTrace, turn?: Question): SamplingAnswer {
    to.sampling ??= this.#ask(session, to, turn);
    return to.sampling ?? DROP;
  }

  /** Undefined where the delegate itself starts spans while it is asked: they are not part of the session. */
  #ask(session: Session, to: SessionTrace, turn: Question | undefined): SamplingAnswer | undefined {
    const { traceId } = to.ids;
    if (this.#asking.has(traceId)) {
      return undefined;
    }
    this.#asking.add(traceId);
    try {
      return this.#delegate.ask(this.#questionFor(session, to, turn));
    } finally {
      this.#asking.delete(traceId);
    }
  }

  #questionFor(session: Session, to: SessionTrace, turn: Question | undefined): Question {
    const { traceId } = to.ids;
    if (turn !== undefined) {
      return { ...turn, context: trace.deleteSpan(turn.context), traceId };
    }
    const { name, attributes } = describeRoot(session, to, this.#sessionSpanOf);
    return { context: ROOT_CONTEXT, traceId, name, kind: SpanKind.INTERNAL, attributes, links: [] };
  }
}
