import {
  ROOT_CONTEXT,
  SpanKind,
  TraceFlags,
  trace,
  type Attributes,
  type Context,
  type Link,
  type SpanContext,
} from '@opentelemetry/api';
import { describeValue } from '../diagnostics/describe-value.js';
import { Mark, markOf } from '../sessions/mark.js';
import type { Plan } from '../placement/plan.js';
import type { SessionTrace } from '../sessions/session-trace.js';
import type { Engine } from '../session-tracing/parts.js';
import { DROP, KEEP, RECORD, type AnySampler, type SamplingAnswer } from '../sdk/sampler.js';

/** The arguments of `shouldSample`, as they came. */
interface Question {
  readonly context: Context;
  readonly traceId: string;
  readonly name: string;
  readonly kind: SpanKind;
  readonly attributes: Attributes;
  readonly links: Link[];
}

/**
 * Keeps or drops the traces of sessions whole. The delegate is asked once per trace, on the trace id
 * that the session determines, and without a parent; its answer holds for every span of the trace while the
 * session is held. Spans of no session are the delegate's as usual.
 */
export class SessionSampler {
  readonly #engine: Engine;
  readonly #delegate: AnySampler;
  readonly #name: string;

  constructor(engine: Engine, delegate: AnySampler) {
    this.#engine = engine;
    this.#delegate = delegate;
    this.#name = nameOf(delegate);
  }

  shouldSample(
    context: Context,
    traceId: string,
    name: string,
    kind: SpanKind,
    attributes: Attributes,
    links: Link[],
  ): SamplingAnswer {
    const question = { context, traceId, name, kind, attributes, links };
    this.#engine.handoff.clear();
    try {
      return this.#answer(question);
    } catch (error) {
      this.#engine.notices.warnOnce(
        'sampler failed',
        `a span was left to the delegate: ${describeValue(error)}.`,
      );
      return this.#ask(question);
    }
  }

  toString(): string {
    return `SessionSampler{${this.#name}}`;
  }

  #answer(question: Question): SamplingAnswer {
    const { roots, placer } = this.#engine;
    const { context, traceId, name, kind, attributes } = question;
    const active = trace.getSpanContext(context);
    // The SDK gives the sampler the parent's trace id exactly if the parent is valid.
    const parent = active?.traceId === traceId ? active : undefined;
    if (roots.isStandIn(parent) && roots.traceInTheMaking !== undefined) {
      return this.#decide(roots.traceInTheMaking);
    }
    const start = { name, kind, attributes };
    const followed = parent && placer.followed(start, context, parent);
    if (followed !== undefined) {
      return this.#answerFollower(question, followed, parent);
    }
    const plan = placer.plan(start, context, parent, traceId);
    const answer =
      plan instanceof Mark
        ? this.#answerFollower(question, plan, parent)
        : this.#answerPlanned(question, plan, parent);
    if (answer.decision !== DROP.decision) {
      this.#engine.handoff.put(context, name, traceId, plan);
    }
    return answer;
  }

  /** A span inside a session's trace goes the way of its parent: otherwise the trace has a hole. */
  #answerFollower(question: Question, mark: Mark, parent: SpanContext | undefined): SamplingAnswer {
    if (isUnsampled(parent) && markOf(parent) === undefined) {
      // A sampler dropped the parent: its children are dropped with it.
      return DROP;
    }
    if (mark.session !== undefined && isUnsampled(parent)) {
      return RECORD;
    }
    if (mark.trace === undefined || parent === undefined) {
      return this.#ask(question);
    }
    return KEEP;
  }

  #answerPlanned(question: Question, plan: Plan, parent: SpanContext | undefined): SamplingAnswer {
    const { trace: to, joins, mark, interactionId, opensTurn, freshTraceId } = plan;
    if (plan.destination === 'parent') {
      return this.#answerFollower(question, mark, parent);
    }
    if (freshTraceId !== undefined) {
      return this.#ask({ ...question, traceId: freshTraceId });
    }
    if (joins !== undefined || to === undefined) {
      // Only a turn that is exported can be joined.
      return KEEP;
    }
    const turns = mark.session?.turns;
    if (plan.orphan && interactionId !== undefined && turns?.wasDropped(interactionId) === true) {
      return DROP;
    }
    const answer = this.#decide(to, plan.destination === 'top' ? question : undefined);
    if (opensTurn && interactionId !== undefined && answer.decision === DROP.decision) {
      turns?.rememberDropped(interactionId);
    }
    return answer;
  }

  /** The one answer for a trace of a session; for a turn's own trace it is about the turn. */
  #decide(to: SessionTrace, turn?: Question): SamplingAnswer {
    if (to.sampling === undefined) {
      // What the delegate itself starts while it is asked is not part of the session.
      to.sampling = DROP;
      to.sampling = this.#ask(this.#questionFor(to, turn));
    }
    return to.sampling;
  }

  #questionFor(to: SessionTrace, turn: Question | undefined): Question {
    const { traceId } = to.ids;
    if (turn !== undefined) {
      return { ...turn, context: trace.deleteSpan(turn.context), traceId };
    }
    const { name, attributes } = this.#engine.roots.spanFor(to);
    return { context: ROOT_CONTEXT, traceId, name, kind: SpanKind.INTERNAL, attributes, links: [] };
  }

  #ask({ context, traceId, name, kind, attributes, links }: Question): SamplingAnswer {
    try {
      const answer = this.#delegate.shouldSample(
        context,
        traceId,
        name,
        kind,
        attributes,
        links,
      ) as SamplingAnswer | undefined;
      if (typeof answer?.decision === 'number') {
        return answer;
      }
      this.#fault(`answered ${describeValue(answer)}`);
    } catch (error) {
      this.#fault(`threw ${describeValue(error)}`);
    }
    return DROP;
  }

  #fault(what: string): void {
    this.#engine.counters.resolverErrors++;
    this.#engine.notices.warnOnce(
      'delegate failed',
      `the sampler ${this.#name} ${what}. It counts as "drop".`,
    );
  }
}

/** A parent of this process that is not sampled. */
function isUnsampled(parent: SpanContext | undefined): parent is SpanContext {
  return (
    parent !== undefined &&
    parent.isRemote !== true &&
    (parent.traceFlags & TraceFlags.SAMPLED) === 0
  );
}

function nameOf(sampler: AnySampler): string {
  try {
    return sampler.toString();
  } catch {
    return 'without a name';
  }
}
