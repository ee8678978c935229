import { TraceFlags, type Context, type SpanContext } from '@opentelemetry/api';
import { markOf, type Mark } from '../state/mark.js';
import type { Plan } from '../state/plan.js';
import type { SessionTrace } from '../state/session-trace.js';
import type { Session } from '../state/session.js';
import { Turn } from '../state/turn.js';
import type { Engine } from './engine.js';
import { DISPLACED_PARENT, PREVIOUS_INTERACTION, addLink, linkTo } from './links.js';
import { isWritable, markSpan, moveSpan } from './move-span.js';
import { parentOf } from './parent.js';
import type { EndedSpan, SdkSpanFields, StartedSpan } from './span-types.js';

/** Spans in one trace past which viewers and stores begin to give up. */
const LONG_TRACE_SPANS = 2_000;

/** Attribute of turn spans: the how-manieth turn of its session in this process, from 1. */
const TURN_NUMBER = 'otel_session_trace.turn.number';

/** Where a span is to go, in ids. */
interface Target {
  readonly traceId: string;
  readonly parent: SpanContext | undefined;
}

/** Carries out on spans what the placer plans. */
export class SpanPlacement {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  start(span: StartedSpan, parentContext: Context): void {
    const own = span.spanContext();
    if (markOf(own) !== undefined) {
      this.#engine.notices.warnOnce(
        'second',
        'another SessionTraceSpanProcessor on this tracer provider ran before this one, which ' +
          'therefore does nothing. Register one of them.',
      );
      return;
    }
    const { placer, roots } = this.#engine;
    const parent = parentOf(span, parentContext);
    if (roots.isStandIn(parent)) {
      roots.adopt(span, own);
      return;
    }
    const plan = placer.plan(span, parentContext, parent, own.traceId);
    const mark =
      plan.destination === 'parent' && !plan.opensTurn
        ? this.#keep(span, own, plan.mark)
        : this.#place(span, own, parent, plan);
    if (mark === undefined) {
      this.#engine.counters.unwritableSpans++;
      return;
    }
    if (mark.session !== undefined) {
      this.#count(mark, mark.session);
      stampSpan(span, mark.session);
    }
  }

  end(span: EndedSpan): void {
    const own = span.spanContext();
    const mark = markOf(own);
    if (mark?.turn?.spanContext === own && mark.owner === this.#engine.owner) {
      mark.session?.turns.end(mark.turn);
    }
  }

  #keep(span: StartedSpan, own: SpanContext, mark: Mark): Mark | undefined {
    return markSpan(span, own, mark) ? mark : undefined;
  }

  #place(
    span: StartedSpan,
    own: SpanContext,
    parent: SpanContext | undefined,
    plan: Plan,
  ): Mark | undefined {
    if (!isWritable(span)) {
      return undefined;
    }
    const { counters } = this.#engine;
    const turn = plan.opensTurn ? new Turn(own, plan.mark, plan.interactionId) : undefined;
    const mark = turn?.mark ?? plan.mark;
    const target = this.#targetOf(plan, span, own, parent);
    const stays = target.traceId === own.traceId && target.parent?.spanId === parent?.spanId;
    const written = stays
      ? markSpan(span, own, mark)
      : moveSpan(span, own, parent, target.traceId, target.parent, mark);
    if (!written) {
      return undefined;
    }
    counters.spansPlaced += stays ? 0 : 1;
    counters.orphans += plan.orphan === true ? 1 : 0;
    if (turn !== undefined && mark.session !== undefined) {
      // A frozen context was replaced by a copy: the turn's is the one that the span answers with.
      turn.spanContext = span.spanContext();
      this.#begin(turn, mark.session, span, plan);
    }
    if (!stays && parent !== undefined) {
      this.#linkDisplaced(parent, target, span);
    }
    return mark;
  }

  #targetOf(
    plan: Plan,
    span: StartedSpan,
    own: SpanContext,
    parent: SpanContext | undefined,
  ): Target {
    switch (plan.destination) {
      case 'parent':
        return { traceId: own.traceId, parent };
      case 'turn':
        return { traceId: plan.turn.spanContext.traceId, parent: plan.turn.spanContext };
      case 'top':
        return { traceId: plan.trace.ids.traceId, parent: undefined };
      case 'root':
        return { traceId: plan.trace.ids.traceId, parent: this.#rootFor(plan.trace, span, own) };
    }
  }

  #rootFor(trace: SessionTrace, span: StartedSpan, own: SpanContext): SpanContext | undefined {
    // A span that is recorded but not sampled is not exported: no root is made for its sake.
    const exported = (own.traceFlags & TraceFlags.SAMPLED) !== 0;
    return exported
      ? this.#engine.roots.parentIn(trace, (span as SdkSpanFields).startTime)
      : (trace.root ?? undefined);
  }

  #begin(turn: Turn, session: Session, span: StartedSpan, plan: Plan): void {
    const { counters, options } = this.#engine;
    counters.interactions++;
    const before = session.turns.latest;
    session.turns.begin(turn);
    if (options.stampsTurns) {
      span.setAttribute(TURN_NUMBER, session.turns.count);
    }
    if (plan.destination === 'top' && before?.sampled === true) {
      this.#link(span, before.spanContext, PREVIOUS_INTERACTION);
    }
  }

  #linkDisplaced(parent: SpanContext, target: Target, span: StartedSpan): void {
    // Inside one trace without a root, Jaeger takes a link for the parent and draws turns as a staircase.
    if (target.parent === undefined && target.traceId === parent.traceId) {
      this.#engine.counters.skippedLinks++;
    } else {
      this.#link(span, parent, DISPLACED_PARENT);
    }
  }

  #link(span: StartedSpan, to: SpanContext, type: string): void {
    if (!addLink(span, linkTo(to, type))) {
      this.#engine.counters.skippedLinks++;
    }
  }

  #count(mark: Mark, session: Session): void {
    this.#engine.sessions.touch(session);
    session.spanCount++;
    const { trace } = mark;
    if (trace !== undefined && ++trace.spanCount === LONG_TRACE_SPANS + 1) {
      this.#warnOfLongTrace(trace);
    }
  }

  #warnOfLongTrace(trace: SessionTrace): void {
    if (this.#engine.options.oneTracePerSession) {
      this.#engine.notices.warn(
        `trace ${trace.ids.traceId} has more than ${LONG_TRACE_SPANS} spans, which many backends cut ` +
          "or refuse. Bound it with the option `traceScope: 'interaction'` or `rotateAfter({ spans, millis })`.",
      );
    }
  }
}

/** Stamps the session's attributes on a span, never over a value that is there. */
function stampSpan(span: StartedSpan, session: Session): void {
  const { stamp } = session;
  for (let index = 0; index < stamp.length; index++) {
    const attribute = stamp[index];
    if (attribute !== undefined && span.attributes[attribute[0]] === undefined) {
      span.setAttribute(attribute[0], attribute[1]);
    }
  }
}
