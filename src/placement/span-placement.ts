import { TraceFlags, type Context, type SpanContext } from '@opentelemetry/api';
import type { Stamp } from '../options/session-attributes.js';
import { Mark, UndecidedMark, markOf } from '../sessions/mark.js';
import type { Plan } from './plan.js';
import type { SessionTrace } from '../sessions/session-trace.js';
import type { Session } from '../sessions/session.js';
import { Turn } from '../sessions/turn.js';
import type { SessionStore } from '../sessions/session-store.js';
import type { Engine } from '../session-tracing/parts.js';
import type { Handoff } from './sampler-plan.js';
import { DISPLACED_PARENT, PREVIOUS_INTERACTION, addLink, linkTo } from '../spans/links.js';
import { isWritable, markSpan, moveSpan } from '../spans/move-span.js';
import { parentOf } from '../spans/parent.js';
import type { Placer } from './planner.js';
import type { SessionRoots } from '../roots/session-roots.js';
import type { EndedSpan, SdkSpanFields, StartedSpan } from '../sdk/span.js';

/** Spans in one trace past which viewers and stores begin to give up. */
const LONG_TRACE_SPANS = 2_000;

const SECOND_PROCESSOR =
  'another SessionTraceSpanProcessor on this tracer provider ran before this one, which therefore does ' +
  'nothing. Register one of them.';

/** Attribute of turn spans: the how-manieth turn of its session in this process, from 1. */
const TURN_NUMBER = 'otel_session_trace.turn.number';

/** Carries out on spans what the placer plans. */
export class SpanPlacement {
  readonly #engine: Engine;
  readonly #handoff: Handoff;
  readonly #placer: Placer;
  readonly #roots: SessionRoots;
  readonly #sessions: SessionStore;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#handoff = engine.handoff;
    this.#placer = engine.placer;
    this.#roots = engine.roots;
    this.#sessions = engine.sessions;
  }

  start(span: StartedSpan, parentContext: Context): void {
    const own = span.spanContext();
    if (markOf(own) !== undefined) {
      this.#engine.notices.warnOnce('second', SECOND_PROCESSOR);
      return;
    }
    const parent = parentOf(span, parentContext);
    const plan = this.#handoff.take(parentContext, span.name, own.traceId);
    const followed =
      plan === undefined && parent !== undefined
        ? this.#placer.followed(span, parentContext, parent)
        : undefined;
    const mark = followed ?? this.#startOther(span, own, parent, parentContext, plan);
    if (mark === undefined) {
      return;
    }
    if (mark === followed && !markSpan(span, own, mark)) {
      this.#engine.counters.unwritableSpans++;
      return;
    }
    const { session } = mark;
    if (session !== undefined) {
      this.#count(mark, session);
      if (session.stamp.length > 0) {
        stampSpan(span, session.stamp);
      }
    }
  }

  /** A span is about to end, with all its attributes: the last moment to place it, and to stamp it. */
  ending(span: StartedSpan): void {
    const own = span.spanContext();
    const mark = markOf(own);
    const late = mark instanceof UndecidedMark ? this.#placeLate(span, own, mark) : undefined;
    if (late?.session !== undefined) {
      stampSpan(span, late.session.stamp);
    }
  }

  end(span: EndedSpan): void {
    const own = span.spanContext();
    const mark = markOf(own);
    if (mark?.session !== undefined) {
      if (mark.turn?.spanContext === own && mark.owner === this.#engine.owner) {
        mark.session.turns.end(mark.turn);
      }
    } else if (mark instanceof UndecidedMark) {
      // SDK 1 has no `onEnding`. An ended span takes no stamp, but the attribute that told is there.
      this.#placeLate(span as StartedSpan, own, mark);
    }
  }

  /** The span's new mark; undefined where it is none of ours to place. */
  #startOther(
    span: StartedSpan,
    own: SpanContext,
    parent: SpanContext | undefined,
    parentContext: Context,
    handed: Mark | Plan | undefined,
  ): Mark | undefined {
    if (this.#roots.isStandIn(parent)) {
      this.#roots.adopt(span, own);
      return undefined;
    }
    const plan = handed ?? this.#placer.plan(span, parentContext, parent, own.traceId);
    const mark = plan instanceof Mark ? plan : this.#place(span, own, parent, plan);
    if (mark === undefined || (mark === plan && !markSpan(span, own, mark))) {
      this.#engine.counters.unwritableSpans++;
      return undefined;
    }
    return mark;
  }

  /** Places a span by its attributes if nothing is above or under it. */
  #placeLate(span: StartedSpan, own: SpanContext, mark: UndecidedMark): Mark | undefined {
    const alone = !mark.followed && mark.parentKind === 'none';
    if (!alone || mark.asked || mark.owner !== this.#engine.owner) {
      return undefined;
    }
    mark.asked = true;
    const session = this.#engine.finder.ofEnded(span);
    if (session === undefined) {
      return undefined;
    }
    const placed = this.#placeEnded(span, session, undefined);
    const turn = markOf(span.spanContext())?.turn;
    if (turn?.spanContext === own) {
      session.turns.end(turn);
    }
    return placed;
  }

  /**
   * Places a copy of an ended span.
   *
   * @param parent - its parent, marked where that was placed too
   * @returns false where it could not be written
   */
  placeEnded(copy: StartedSpan, session: Session, parent: SpanContext | undefined): boolean {
    const mark = this.#placeEnded(copy, session, parent);
    if (mark !== undefined) {
      stampSpan(copy, session.stamp);
    }
    return mark !== undefined;
  }

  #placeEnded(
    span: StartedSpan,
    session: Session,
    parent: SpanContext | undefined,
  ): Mark | undefined {
    const own = span.spanContext();
    const plan = this.#placer.planEnded(span, session, parent, own.traceId);
    const mark = this.#place(span, own, parent, plan);
    if (mark === undefined) {
      this.#engine.counters.unwritableSpans++;
    } else {
      this.#count(mark, session);
    }
    return mark;
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
    const toTrace =
      plan.trace?.ids.traceId ??
      plan.joins?.spanContext.traceId ??
      plan.freshTraceId ??
      parent?.traceId ??
      own.traceId;
    const toParent = this.#parentFor(plan, span, own, parent);
    const keepsParent = toParent?.spanId === parent?.spanId;
    const stays = keepsParent && toTrace === own.traceId;
    const written = stays
      ? markSpan(span, own, mark)
      : moveSpan(span, own, parent, toTrace, toParent, mark);
    if (!written) {
      return undefined;
    }
    counters.spansPlaced += stays ? 0 : 1;
    counters.orphans += plan.orphan ? 1 : 0;
    if (turn !== undefined && mark.session !== undefined) {
      // A frozen context was replaced by a copy: the turn's is the one that the span answers with.
      turn.spanContext = span.spanContext();
      this.#begin(turn, mark.session, span, plan);
    }
    if (!keepsParent && parent !== undefined) {
      this.#linkDisplaced(span, parent, toParent, toTrace);
    }
    return mark;
  }

  #parentFor(
    { destination, trace, joins }: Plan,
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
        return trace && this.#rootFor(trace, span, own);
      case 'top':
        return undefined;
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
    // SDK 1 tells of a late span only when it has ended, and then takes no attribute.
    if (options.stampsTurns && (span as SdkSpanFields).ended !== true) {
      span.setAttribute(TURN_NUMBER, session.turns.count);
    }
    if (plan.destination === 'top' && before?.sampled === true) {
      this.#link(span, before.spanContext, PREVIOUS_INTERACTION);
    }
  }

  #linkDisplaced(
    span: StartedSpan,
    displaced: SpanContext,
    parent: SpanContext | undefined,
    traceId: string,
  ): void {
    // Inside one trace without a root, Jaeger takes a link for the parent and draws turns as a staircase.
    if (parent === undefined && traceId === displaced.traceId) {
      this.#engine.counters.skippedLinks++;
    } else {
      this.#link(span, displaced, DISPLACED_PARENT);
    }
  }

  #link(span: StartedSpan, to: SpanContext, type: string): void {
    if (!addLink(span, linkTo(to, type))) {
      this.#engine.counters.skippedLinks++;
    }
  }

  #count({ trace }: Mark, session: Session): void {
    this.#sessions.touch(session);
    session.spanCount++;
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

/** Stamps a span, never over a value that is there. */
function stampSpan(span: StartedSpan, stamp: Stamp): void {
  for (const { key, value } of stamp) {
    if (span.attributes[key] === undefined) {
      span.setAttribute(key, value);
    }
  }
}
