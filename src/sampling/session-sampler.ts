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
import type { Notices } from '../diagnostics/notices.js';
import type { ResolvedOptions } from '../options/options.js';
import type { Following } from '../placement/following.js';
import type { Plan } from '../placement/plan.js';
import type { Planner } from '../placement/planner.js';
import type { SamplerPlan } from '../placement/sampler-plan.js';
import { describeRoot } from '../roots/root-description.js';
import type { SessionRoots } from '../roots/session-roots.js';
import { DROP, KEEP, RECORD, type SamplingAnswer } from '../sdk/sampler.js';
import { Mark } from '../sessions/mark.js';
import { markOf } from '../sessions/marked-context.js';
import type { SessionTrace } from '../sessions/session-trace.js';
import type { Session } from '../sessions/session.js';
import type { Delegate } from './delegate.js';
import type { Question } from './question.js';

/** What the sampler asks about a span before its processor does. */
export interface SamplerSources {
  readonly following: Following;
  readonly planner: Planner;
  readonly samplerPlan: SamplerPlan;
  readonly roots: SessionRoots;
  readonly sessionSpanOf: ResolvedOptions['sessionSpanOf'];
  readonly notices: Notices;
}

/**
 * Keeps or drops the traces of sessions whole. The delegate is asked once per trace, on the trace id
 * that the session determines, and without a parent; its answer holds for every span of the trace while the
 * session is held. Spans of no session are the delegate's as usual.
 */
export class SessionSampler {
  readonly #sources: SamplerSources;
  readonly #delegate: Delegate;

  constructor(sources: SamplerSources, delegate: Delegate) {
    this.#sources = sources;
    this.#delegate = delegate;
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
    this.#sources.samplerPlan.clear();
    try {
      return this.#answer(question);
    } catch (error) {
      this.#sources.notices.warnOnce(
        'sampler failed',
        `a span was left to the delegate: ${describeValue(error)}.`,
      );
      return this.#delegate.ask(question);
    }
  }

  toString(): string {
    return `SessionSampler{${this.#delegate.name}}`;
  }

  #answer(question: Question): SamplingAnswer {
    const { following, planner, roots, samplerPlan } = this.#sources;
    const { context, traceId, name, kind, attributes } = question;
    const active = trace.getSpanContext(context);
    // The SDK gives the sampler the parent's trace id exactly if the parent is valid.
    const parent = active?.traceId === traceId ? active : undefined;
    const root = roots.inTheMakingUnder(parent);
    if (root !== undefined) {
      return this.#decide(root.session, root.trace);
    }
    const start = { name, kind, attributes };
    const followed = parent && following.markFor(start, context, parent);
    if (followed !== undefined) {
      return this.#answerFollower(question, followed, parent);
    }
    const plan = planner.plan(start, context, parent, traceId);
    const answer =
      plan instanceof Mark
        ? this.#answerFollower(question, plan, parent)
        : this.#answerPlanned(question, plan, parent);
    if (answer.decision !== DROP.decision) {
      samplerPlan.leave(context, name, traceId, plan);
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
      return this.#delegate.ask(question);
    }
    return KEEP;
  }

  #answerPlanned(question: Question, plan: Plan, parent: SpanContext | undefined): SamplingAnswer {
    const { trace: to, joins, mark, interactionId, opensTurn, freshTraceId } = plan;
    if (plan.destination === 'parent') {
      return this.#answerFollower(question, mark, parent);
    }
    if (freshTraceId !== undefined) {
      return this.#delegate.ask({ ...question, traceId: freshTraceId });
    }
    if (joins !== undefined || to === undefined || mark.session === undefined) {
      // Only a turn that is exported can be joined.
      return KEEP;
    }
    const { turns } = mark.session;
    if (plan.orphan && interactionId !== undefined && turns.wasDropped(interactionId)) {
      return DROP;
    }
    const turn = plan.destination === 'top' ? question : undefined;
    const answer = this.#decide(mark.session, to, turn);
    if (opensTurn && interactionId !== undefined && answer.decision === DROP.decision) {
      turns.rememberDropped(interactionId);
    }
    return answer;
  }

  /** The one answer for a trace of a session; for a turn's own trace it is about the turn. */
  #decide(session: Session, to: SessionTrace, turn?: Question): SamplingAnswer {
    if (to.sampling === undefined) {
      // What the delegate itself starts while it is asked is not part of the session.
      to.sampling = DROP;
      to.sampling = this.#delegate.ask(this.#questionFor(session, to, turn));
    }
    return to.sampling;
  }

  #questionFor(session: Session, to: SessionTrace, turn: Question | undefined): Question {
    const { traceId } = to.ids;
    if (turn !== undefined) {
      return { ...turn, context: trace.deleteSpan(turn.context), traceId };
    }
    const { name, attributes } = describeRoot(session, to, this.#sources.sessionSpanOf);
    return { context: ROOT_CONTEXT, traceId, name, kind: SpanKind.INTERNAL, attributes, links: [] };
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
