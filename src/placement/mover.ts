import type { SpanContext } from '@opentelemetry/api';
import type { Counters } from '../metrics/counters.js';
import type { SessionRoots } from '../roots/session-roots.js';
import type { SdkSpanFields, StartedSpan } from '../sdk/span.js';
import { isSampled } from '../sdk/is-sampled.js';
import { isUnsampledHere } from '../sdk/unsampled-here.js';
import { Mark, type MarkInSession } from '../sessions/mark.js';
import type { SessionTrace } from '../sessions/session-trace.js';
import type { Session } from '../sessions/session.js';
import { exportedContextOf } from '../sessions/waiting-mark.js';
import { DISPLACED_PARENT, PREVIOUS_INTERACTION, addLink, linkTo } from '../spans/links.js';
import { isWritable, markSpan, moveSpan } from '../spans/move-span.js';
import type { Journal } from './journal.js';
import type { Plan } from './plan.js';
import { tellAbove } from './tell-above.js';
import { makesRoot } from './roots-at-hand.js';
import type { TurnStart } from './turn-start.js';

/** Carries out on spans what the planner says. */
export class Mover {
  readonly #roots: SessionRoots;
  readonly #counters: Counters;
  readonly #turnStart: TurnStart;
  readonly #journal: Journal | undefined;

  /** @param journal - undefined where nobody wants to know why */
  constructor(
    roots: SessionRoots,
    counters: Counters,
    turnStart: TurnStart,
    journal: Journal | undefined,
  ) {
    this.#roots = roots;
    this.#counters = counters;
    this.#turnStart = turnStart;
    this.#journal = journal;
  }

  /**
   * @param own - the span's own context
   * @param plan - what to do, or just the mark of a span that stays where it is
   * @returns the span's mark; undefined where the span could not be written: then it is as it was
   */
  carryOut(
    plan: Mark | Plan,
    span: StartedSpan,
    own: SpanContext,
    parent: SpanContext | undefined,
  ): Mark | undefined {
    const mark =
      plan instanceof Mark
        ? markSpan(span, own, plan) && plan
        : this.#carryOut(plan, span, own, parent);
    if (!mark) {
      this.#counters.unwritableSpans++;
      return undefined;
    }
    this.#journal?.placed(mark, span);
    return mark;
  }

  #carryOut(
    plan: Plan,
    span: StartedSpan,
    own: SpanContext,
    parent: SpanContext | undefined,
  ): Mark | undefined {
    const { mark } = plan;
    if (makesRoot(plan) && !isWritable(span)) {
      // No root is made for a span that cannot go under it.
      return undefined;
    }
    const traceId = traceIdFor(plan, own, parent);
    const toParent = this.#parentFor(plan, span, own, parent);
    const keepsParent = toParent?.spanId === parent?.spanId;
    const stays = keepsParent && traceId === own.traceId;
    const written = stays
      ? markSpan(span, own, mark)
      : moveSpan(span, own, parent, traceId, toParent, mark);
    if (!written) {
      return undefined;
    }
    if (isSampled(own)) {
      tellAbove(plan);
    }
    this.#counters.spansPlaced += stays ? 0 : 1;
    this.#counters.orphans += plan.orphan ? 1 : 0;
    if (plan.opensTurn && mark.session !== undefined) {
      this.#openTurn(mark as MarkInSession, span, plan);
    }
    if (!keepsParent && parent !== undefined) {
      this.#linkDisplaced(span, parent, toParent, traceId);
    }
    return mark;
  }

  #parentFor(
    { destination, trace, joins, mark }: Plan,
    span: StartedSpan,
    own: SpanContext,
    parent: SpanContext | undefined,
  ): SpanContext | undefined {
    switch (destination) {
      case 'parent':
        return parent;
      case 'turn':
        return joins?.spanContext;
      case 'root':
        return trace && mark.session && this.#rootFor(mark.session, trace, span, own);
      case 'top':
      case 'waiting':
        return undefined;
    }
  }

  #rootFor(
    session: Session,
    trace: SessionTrace,
    span: StartedSpan,
    own: SpanContext,
  ): SpanContext | undefined {
    // A span that is recorded but not sampled is not exported: no root is made for its sake.
    return isSampled(own)
      ? this.#roots.parentIn(session, trace, span as SdkSpanFields)
      : (trace.root ?? undefined);
  }

  #openTurn(mark: MarkInSession, span: StartedSpan, { destination, interactionId }: Plan): void {
    const before = mark.session.turns.latest;
    this.#turnStart.begin(span, mark, interactionId);
    if (destination === 'top' && before?.sampled === true) {
      this.#link(span, before.spanContext, PREVIOUS_INTERACTION);
    }
  }

  #linkDisplaced(
    span: StartedSpan,
    displaced: SpanContext,
    parent: SpanContext | undefined,
    traceId: string,
  ): void {
    if (isUnsampledHere(displaced)) {
      // Nobody exports it: the link would lead nowhere.
      return;
    }
    const to = exportedContextOf(displaced);
    // Inside one trace without a root, Jaeger takes a link for the parent and draws turns as a staircase.
    if (parent === undefined && traceId === to.traceId) {
      this.#counters.skippedLinks++;
    } else {
      this.#link(span, to, DISPLACED_PARENT);
    }
  }

  #link(span: StartedSpan, to: SpanContext, type: string): void {
    if (!addLink(span, linkTo(to, type))) {
      this.#counters.skippedLinks++;
    }
  }
}

function traceIdFor(
  { trace, joins, freshTraceId }: Plan,
  own: SpanContext,
  parent: SpanContext | undefined,
): string {
  return (
    trace?.traceId ?? joins?.spanContext.traceId ?? freshTraceId ?? parent?.traceId ?? own.traceId
  );
}
