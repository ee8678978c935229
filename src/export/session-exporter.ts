import { TraceFlags, type SpanContext } from '@opentelemetry/api';
import type { Engine } from '../session-tracing/parts.js';
import type { SpanPlacement } from '../placement/span-placement.js';
import type { SpanStart } from '../sdk/span-start.js';
import type { SdkSpanFields } from '../sdk/span.js';
import { describeValue } from '../diagnostics/describe-value.js';
import { dropOldest } from '../sessions/drop-oldest.js';
import type { Session } from '../sessions/session.js';
import { UndecidedMark, markOf } from '../sessions/mark.js';
import { Delivery, SUCCESS, type AnySpanExporter, type ExportAnswer } from './delivery.js';
import { HeldTrace, type HeldSpan, type Verdict } from './held-trace.js';
import type { ResolvedHolding } from './holding-options.js';
import { replaceableCopy, sizeOf, type ExportableSpan } from './replaceable-copy.js';

/** Roots on their way through the span processor before us; that is a queue of its own. */
const MAX_AWAITED_ROOTS = 1_000;

/** Traces cut in two by a bound, whose second part is still to come. */
const MAX_VERDICTS = 1_000;

/**
 * Holds the spans of local traces without a session until their attributes tell one, and exports re-placed
 * copies. Nothing is dropped because of holding: past a bound, at `forceFlush` and at `shutdown`, spans go out
 * as well as is known by then.
 */
export class SessionExporter {
  readonly #engine: Engine;
  readonly #placement: SpanPlacement;
  readonly #delegate: AnySpanExporter;
  readonly #delivery: Delivery;
  readonly #bounds: ResolvedHolding;
  /** By trace id, oldest first. */
  readonly #traces = new Map<string, HeldTrace>();
  /** Roots made for spans that were held; the span processor before us is to export them. */
  readonly #awaitedRoots = new Map<string, ExportableSpan>();
  /** Roots that went out with their children; the span processor before us brings them, too. */
  readonly #sentRoots = new Map<string, true>();
  /** What became of traces that had to go out early, for the spans that are still to come. */
  readonly #verdicts = new Map<string, Verdict>();
  #spans = 0;
  #bytes = 0;
  #timer: NodeJS.Timeout | undefined = undefined;
  #shutdown: Promise<void> | undefined = undefined;

  constructor(
    engine: Engine,
    placement: SpanPlacement,
    delegate: AnySpanExporter,
    bounds: ResolvedHolding,
  ) {
    this.#engine = engine;
    this.#placement = placement;
    this.#delegate = delegate;
    this.#delivery = new Delivery(delegate, engine);
    this.#bounds = bounds;
    engine.roots.onLateRoot((root) => {
      this.#awaitedRoots.set(root.spanContext().spanId, root as unknown as ExportableSpan);
      dropOldest(this.#awaitedRoots, MAX_AWAITED_ROOTS);
    });
  }

  export(spans: ExportableSpan[], resultCallback: (result: ExportAnswer) => void): void {
    const going = this.#takeIn(spans);
    if (going.length === 0) {
      resultCallback(SUCCESS);
      return;
    }
    this.#delivery.send(going, resultCallback);
  }

  async forceFlush(): Promise<void> {
    await this.#delivery.deliver(this.#letGo(() => true));
    await this.#delegate.forceFlush?.();
  }

  shutdown(): Promise<void> {
    this.#shutdown ??= this.#finish();
    return this.#shutdown;
  }

  async #finish(): Promise<void> {
    clearTimeout(this.#timer);
    const held = this.#letGo(() => true);
    // Whoever would have exported these roots has been shut down before us.
    await this.#delivery.deliver([...this.#takeRoots(), ...held]);
    await this.#delegate.shutdown();
  }

  /** Holds what has no session, and gives back what can go out now. */
  #takeIn(spans: readonly ExportableSpan[]): ExportableSpan[] {
    if (this.#shutdown !== undefined) {
      return [...spans];
    }
    const going: ExportableSpan[] = [];
    for (const span of spans) {
      try {
        const { spanId } = span.spanContext();
        this.#awaitedRoots.delete(spanId);
        if (this.#sentRoots.delete(spanId)) {
          continue;
        }
        const mark = markOf(span.spanContext());
        if (mark instanceof UndecidedMark && mark.owner === this.#engine.owner) {
          going.push(...this.#hold(span, mark));
        } else {
          going.push(span);
        }
      } catch (error) {
        this.#failed(error);
        going.push(span);
      }
    }
    going.push(...this.#letGo((trace) => this.#pastBound(trace)));
    this.#wake();
    return going;
  }

  #hold(span: ExportableSpan, mark: UndecidedMark): ExportableSpan[] {
    const { traceId, spanId } = span.spanContext();
    const { parentSpanContext, parentSpanId } = span as SdkSpanFields;
    const held: HeldSpan = {
      span,
      spanId,
      parentId: parentSpanContext?.spanId ?? parentSpanId,
      isTop: mark.parentKind !== 'local',
      bytes: sizeOf(span),
      told: this.#engine.finder.ofEnded(span as ExportableSpan & SpanStart) ?? crossing(mark),
      session: undefined,
      context: undefined,
    };
    const trace =
      this.#traces.get(traceId) ?? new HeldTrace(this.#engine.now(), this.#verdicts.get(traceId));
    this.#traces.set(traceId, trace);
    this.#spans++;
    this.#bytes += held.bytes;
    return this.#place(trace, trace.add(held));
  }

  #pastBound(trace: HeldTrace): boolean {
    return (
      this.#spans > this.#bounds.maxSpans ||
      this.#bytes > this.#bounds.maxBytes ||
      this.#engine.now() - trace.heldSinceMillis >= this.#bounds.holdMillis
    );
  }

  /** Lets go the oldest traces while a condition holds, and forgets them. */
  #letGo(condition: (trace: HeldTrace) => boolean): ExportableSpan[] {
    const going: ExportableSpan[] = [];
    for (const [traceId, trace] of this.#traces) {
      if (!condition(trace)) {
        break;
      }
      const size = trace.size;
      going.push(...this.#place(trace, trace.takeAll()));
      this.#traces.delete(traceId);
      const { verdict } = trace;
      if (verdict !== undefined) {
        this.#verdicts.set(traceId, verdict);
        dropOldest(this.#verdicts, MAX_VERDICTS);
      }
      this.#spans -= size;
    }
    return going;
  }

  #place(trace: HeldTrace, spans: readonly HeldSpan[]): ExportableSpan[] {
    const placed = this.#engine.roots.whilePlacingEnded(() =>
      spans.map((held) => {
        const { span } = held;
        held.span = undefined;
        this.#bytes -= held.bytes;
        return span === undefined ? [] : [this.#placed(span, held, trace.parentOf(held))];
      }),
    );
    for (const { context, session } of spans) {
      const turn = context && markOf(context)?.turn;
      if (turn?.spanContext === context && turn !== undefined) {
        session?.turns.end(turn);
      }
    }
    return [...this.#takeRoots(), ...placed.flat()];
  }

  /** Roots go out with their children: a batch would bring them only with its next flush. */
  #takeRoots(): ExportableSpan[] {
    const roots = [...this.#awaitedRoots.values()];
    for (const spanId of this.#awaitedRoots.keys()) {
      this.#sentRoots.set(spanId, true);
    }
    dropOldest(this.#sentRoots, MAX_AWAITED_ROOTS);
    this.#awaitedRoots.clear();
    return roots;
  }

  #placed(span: ExportableSpan, held: HeldSpan, parent: HeldSpan | undefined): ExportableSpan {
    const { session } = held;
    held.context = span.spanContext();
    if (session === undefined) {
      return span;
    }
    try {
      const copy = replaceableCopy(span);
      if (
        !this.#placement.placeEnded(copy, session, parent?.context ?? remoteParentOf(span, held))
      ) {
        return span;
      }
      held.context = copy.spanContext();
      return copy as unknown as ExportableSpan;
    } catch (error) {
      this.#failed(error);
      return span;
    }
  }

  /** Sees to it that the oldest trace goes out in time although nothing else is exported. */
  #wake(): void {
    const [oldest] = this.#traces.values();
    if (oldest === undefined || this.#timer !== undefined) {
      return;
    }
    const left = oldest.heldSinceMillis + this.#bounds.holdMillis - this.#engine.now();
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        void this.#delivery.deliver(this.#letGo((trace) => this.#pastBound(trace)));
        this.#wake();
      },
      Math.max(left, 1),
    );
    this.#timer.unref();
  }

  #failed(error: unknown): void {
    this.#engine.counters.unwritableSpans++;
    this.#engine.notices.warnOnce(
      'late placing failed',
      `a span was exported as it was: ${describeValue(error)}.`,
    );
  }
}

/** The session of the spans started under a span that tells none itself, if they agree. */
function crossing({ crossedInto }: UndecidedMark): Session | undefined {
  return crossedInto === 'several' ? undefined : crossedInto;
}

/** For a span whose parent is in another process: what is known of that parent. */
function remoteParentOf(span: ExportableSpan, { isTop }: HeldSpan): SpanContext | undefined {
  const { parentSpanContext, parentSpanId } = span as SdkSpanFields;
  if (parentSpanContext !== undefined) {
    return parentSpanContext;
  }
  const { traceId } = span.spanContext();
  return parentSpanId === undefined
    ? undefined
    : { traceId, spanId: parentSpanId, traceFlags: TraceFlags.SAMPLED, isRemote: isTop };
}
