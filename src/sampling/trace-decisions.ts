import { ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import type { ResolvedOptions } from '../options/options.js';
import { describeRoot } from '../roots/root-description.js';
import { DROP, type SamplingAnswer } from '../sdk/sampler.js';
import type { SessionTraces } from '../sessions/session-traces.js';
import type { SessionTrace } from '../sessions/session-trace.js';
import type { Session } from '../sessions/session.js';
import type { Delegate } from './delegate.js';
import type { Question } from './question.js';
import type { TurnWords } from './turn-words.js';

/** Asks the delegate once for each trace of a session, on the trace id that the session determines, without a parent. */
export class TraceDecisions {
  readonly #delegate: Delegate;
  readonly #sessionSpanOf: ResolvedOptions['sessionSpanOf'];
  readonly #turnWords: TurnWords;
  readonly #traces: Pick<SessionTraces, 'withId'>;
  /** Traces that the delegate is being asked about. */
  readonly #asking = new Set<string>();

  constructor(
    delegate: Delegate,
    sessionSpanOf: ResolvedOptions['sessionSpanOf'],
    turnWords: TurnWords,
    traces: Pick<SessionTraces, 'withId'>,
  ) {
    this.#delegate = delegate;
    this.#sessionSpanOf = sessionSpanOf;
    this.#turnWords = turnWords;
    this.#traces = traces;
  }

  /**
   * The one answer for a trace.
   *
   * @param turn - the question about a turn that has the trace for itself; otherwise it is about the root
   */
  of(session: Session, to: SessionTrace, turn?: Question): SamplingAnswer {
    if (to.sampling === undefined) {
      const { traceId } = to;
      // What a message brings about is in a trace that its session has, but under another span.
      const known = this.#traces.withId(session, traceId) ?? to;
      known.sampling ??= this.#turnWords.wordOn(traceId) ?? this.#ask(session, to, turn);
      to.sampling = known.sampling;
    }
    return to.sampling ?? DROP;
  }

  /** Undefined where the delegate itself starts spans while it is asked: they are not part of the session. */
  #ask(session: Session, to: SessionTrace, turn: Question | undefined): SamplingAnswer | undefined {
    const { traceId } = to;
    if (this.#asking.has(traceId)) {
      return undefined;
    }
    this.#asking.add(traceId);
    try {
      const word = this.#delegate.ask(this.#questionFor(session, to, turn));
      const isDerived = to.rootSpanId !== '';
      if (turn !== undefined && isDerived) {
        this.#turnWords.remember(traceId, word);
      }
      return word;
    } finally {
      this.#asking.delete(traceId);
    }
  }

  #questionFor(session: Session, to: SessionTrace, turn: Question | undefined): Question {
    const { traceId } = to;
    if (turn !== undefined) {
      return { ...turn, context: trace.deleteSpan(turn.context), traceId };
    }
    const { name, attributes } = describeRoot(session, to, this.#sessionSpanOf);
    return { context: ROOT_CONTEXT, traceId, name, kind: SpanKind.INTERNAL, attributes, links: [] };
  }
}
