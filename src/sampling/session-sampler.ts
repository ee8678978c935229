import type { Attributes, Context, Link, SpanContext, SpanKind } from '@opentelemetry/api';
import type { Notices } from '../diagnostics/notices.js';
import type { Following } from '../placement/following.js';
import type { Lifetime } from '../placement/lifetime.js';
import type { Plan } from '../placement/plan.js';
import type { Planner } from '../placement/planner.js';
import type { SamplerPlan } from '../placement/sampler-plan.js';
import type { SessionRoots } from '../roots/session-roots.js';
import { DROP, KEEP, RECORD, type SamplingAnswer } from '../sdk/sampler.js';
import { isUnsampledHere } from '../sdk/unsampled-here.js';
import { anyMarkOf } from '../sessions/dropped-mark.js';
import { Mark } from '../sessions/mark.js';
import { markOf } from '../sessions/marked-context.js';
import type { Delegate } from './delegate.js';
import { droppedWithSession } from './dropped-with-session.js';
import { ProcessorCheck } from './processor-check.js';
import { parentIn, type Question } from './question.js';
import type { TraceDecisions } from './trace-decisions.js';

/** What the sampler asks about a span before its processor does. */
export interface SamplerSources {
  readonly following: Following;
  readonly planner: Planner;
  readonly samplerPlan: SamplerPlan;
  readonly roots: SessionRoots;
  readonly lifetime: Lifetime;
  readonly notices: Notices;
}

/**
 * Keeps or drops the traces of sessions whole: the answer for a trace holds for every span of it. Spans of no session
 * are the delegate's as usual, and all spans are once the span processor was shut down.
 */
export class SessionSampler {
  readonly #sources: SamplerSources;
  readonly #delegate: Delegate;
  readonly #decisions: TraceDecisions;
  readonly #processorCheck: ProcessorCheck;

  constructor(sources: SamplerSources, delegate: Delegate, decisions: TraceDecisions) {
    this.#sources = sources;
    this.#delegate = delegate;
    this.#decisions = decisions;
    this.#processorCheck = new ProcessorCheck(
      sources.lifetime,
      sources.notices,
      'sampler alone',
      'sessions.sampler has kept spans, and the span processor of this SessionTracing has seen none: they are in no session.',
    );
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
      const answer = this.#answer(question);
      if (!this.#processorCheck.isDone && answer.decision !== DROP.decision) {
        this.#processorCheck.used();
      }
      return answer;
    } catch (error) {
      this.#sources.notices.warnOnce(
        'sampler failed',
        `a span was left to the delegate: ${this.#sources.notices.describe(error)}.`,
      );
      return this.#delegate.ask(question);
    }
  }

  toString(): string {
    return `SessionSampler{${this.#delegate.name}}`;
  }

  #answer(question: Question): SamplingAnswer {
    const parent = parentIn(question);
    const root = this.#sources.roots.inTheMakingUnder(parent);
    if (root !== undefined) {
      return this.#decisions.of(root.session, root.trace);
    }
    return this.#sources.lifetime.isOver
      ? this.#delegate.ask(question)
      : this.#answerSpan(question, parent);
  }

  #answerSpan(question: Question, parent: SpanContext | undefined): SamplingAnswer {
    const { following, planner, samplerPlan } = this.#sources;
    const { context, traceId, name, kind, attributes } = question;
    const start = { name, kind, attributes };
    const followed = parent && following.markFor(start, context, parent);
    const plan = followed ?? planner.plan(start, context, parent, traceId);
    const isMark = plan instanceof Mark;
    const mark = isMark ? plan : plan.mark;
    const answer = isMark
      ? this.#answerFollower(question, plan, parent)
      : this.#answerPlanned(question, plan, parent);
    if (answer.decision === DROP.decision) {
      return mark.session === undefined ? answer : droppedWithSession(answer, mark, parent);
    }
    if (followed === undefined) {
      samplerPlan.leave(context, name, traceId, plan);
    }
    return answer;
  }

  /** A span inside a session's trace goes the way of its parent: otherwise the trace has a hole. */
  #answerFollower(
    question: Question,
    { session, trace }: Mark,
    parent: SpanContext | undefined,
  ): SamplingAnswer {
    if (parent === undefined) {
      return this.#delegate.ask(question);
    }
    // Also where no session could be had for the span itself, as while one is being made: its parent is in one.
    if (isUnsampledHere(parent) && (session ?? anyMarkOf(parent)?.session) !== undefined) {
      return markOf(parent) === undefined ? DROP : RECORD;
    }
    if (session === undefined || trace === undefined) {
      return this.#delegate.ask(question);
    }
    // A root of another process is no word that was given here.
    return parent.isRemote === true ? this.#decisions.of(session, trace) : KEEP;
  }

  #answerPlanned(question: Question, plan: Plan, parent: SpanContext | undefined): SamplingAnswer {
    const { trace: to, joins, mark, interactionId, opensTurn, freshTraceId } = plan;
    if (plan.destination === 'parent' && (to === undefined || !opensTurn)) {
      return this.#answerFollower(question, mark, parent);
    }
    if (freshTraceId !== undefined) {
      return this.#delegate.ask({ ...question, traceId: freshTraceId });
    }
    if (mark.session === undefined) {
      return this.#delegate.ask(question);
    }
    const { turns } = mark.session;
    const joinsNamed = joins !== undefined && joins.interactionId === interactionId;
    // A turn that has the id again is decided by the trace that it is in.
    if (plan.orphan && !opensTurn && !joinsNamed && turns.wasDropped(interactionId)) {
      return DROP;
    }
    // It would be in the turn that began last: that one was dropped, and is not here to be joined.
    const isOfLatest = interactionId === undefined || !joinsNamed;
    if (isOfLatest && joins?.open === false && turns.latestWasDropped) {
      return DROP;
    }
    if (to === undefined) {
      // Only a turn that is exported can be joined.
      return KEEP;
    }
    const turn = plan.destination === 'top' ? question : undefined;
    const answer = this.#decisions.of(mark.session, to, turn);
    if (opensTurn && answer.decision === DROP.decision) {
      turns.rememberDropped(interactionId);
    }
    return answer;
  }
}
