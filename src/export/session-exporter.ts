import { describeValue } from '../diagnostics/describe-value.js';
import type { Notices } from '../diagnostics/notices.js';
import type { Counters } from '../metrics/counters.js';
import type { LatePlacing } from '../placement/late-placing.js';
import type { SessionFinder } from '../placement/session-finder.js';
import { UndecidedMark } from '../placement/undecided-mark.js';
import type { LateRoots } from '../roots/late-roots.js';
import type { AnySpanExporter, ExportAnswer, ExportableSpan } from '../sdk/span-exporter.js';
import type { SpanStart } from '../sdk/span-start.js';
import { markOf } from '../sessions/marked-context.js';
import { Delivery, SUCCESS } from './delivery.js';
import { heldSpanOf, remoteParentOf, type HeldSpan } from './held-span.js';
import { HeldTraces, type Released } from './held-traces.js';
import type { ResolvedHolding } from './holding-options.js';
import { replaceableCopy } from './replaceable-copy.js';
import { RootsOnTheirWay } from './roots-on-their-way.js';

/** What the exporter takes from the tracing that it belongs to. */
export interface ExporterSources {
  readonly owner: object;
  readonly sessionFinder: SessionFinder;
  readonly latePlacing: LatePlacing;
  readonly lateRoots: LateRoots;
  readonly counters: Counters;
  readonly notices: Notices;
  readonly now: () => number;
}

/**
 * Holds the spans of local traces without a session until their attributes tell one, and exports re-placed
 * copies. Nothing is dropped because of holding: past a bound, at `forceFlush` and at `shutdown`, spans go out
 * as well as is known by then.
 */
export class SessionExporter {
  readonly #sources: ExporterSources;
  readonly #delegate: AnySpanExporter;
  readonly #delivery: Delivery;
  readonly #held: HeldTraces;
  readonly #roots: RootsOnTheirWay;
  #timer: NodeJS.Timeout | undefined = undefined;
  #shutdown: Promise<void> | undefined = undefined;

  constructor(sources: ExporterSources, delegate: AnySpanExporter, bounds: ResolvedHolding) {
    this.#sources = sources;
    this.#delegate = delegate;
    this.#delivery = new Delivery(delegate, sources);
    this.#held = new HeldTraces(bounds, sources.now);
    this.#roots = new RootsOnTheirWay(sources.lateRoots);
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
    await this.#delivery.deliver(this.#placed(this.#held.takeAll()));
    await this.#delegate.forceFlush?.();
  }

  shutdown(): Promise<void> {
    this.#shutdown ??= this.#finish();
    return this.#shutdown;
  }

  async #finish(): Promise<void> {
    clearTimeout(this.#timer);
    const held = this.#placed(this.#held.takeAll());
    // Whoever would have exported these roots has been shut down before us.
    await this.#delivery.deliver([...this.#roots.take(), ...held]);
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
        if (!this.#roots.hasSent(spanId)) {
          going.push(...this.#heldOrGoing(span));
        }
      } catch (error) {
        this.#failed(error);
        going.push(span);
      }
    }
    going.push(...this.#placed(this.#held.takePastBounds()));
    this.#wake();
    return going;
  }

  #heldOrGoing(span: ExportableSpan): ExportableSpan[] {
    const mark = markOf(span.spanContext());
    return mark instanceof UndecidedMark && mark.owner === this.#sources.owner
      ? this.#hold(span, mark)
      : [span];
  }

  #hold(span: ExportableSpan, mark: UndecidedMark): ExportableSpan[] {
    const told = this.#sources.sessionFinder.ofEnded(span as ExportableSpan & SpanStart);
    const held = heldSpanOf(span, mark, told);
    return this.#placed([this.#held.add(span.spanContext().traceId, held)]);
  }

  /** What goes out for held spans: copies in their sessions, after the roots made for them. */
  #placed(released: readonly Released[]): ExportableSpan[] {
    const { lateRoots, latePlacing } = this.#sources;
    return released.flatMap(({ trace, spans }) => {
      const placed = lateRoots.whilePlacingEnded(() =>
        spans.map((held) => this.#place(held, trace.parentOf(held))),
      );
      for (const { context } of spans) {
        if (context !== undefined) {
          latePlacing.endTurnOf(context);
        }
      }
      return [...this.#roots.take(), ...placed.flat()];
    });
  }

  #place(held: HeldSpan, parent: HeldSpan | undefined): ExportableSpan[] {
    const { span, session } = held;
    if (span === undefined) {
      return [];
    }
    held.span = undefined;
    held.context = span.spanContext();
    if (session === undefined) {
      return [span];
    }
    try {
      const copy = replaceableCopy(span);
      const under = parent?.context ?? remoteParentOf(span, held);
      if (!this.#sources.latePlacing.placeCopy(copy, session, under)) {
        return [span];
      }
      held.context = copy.spanContext();
      return [copy as unknown as ExportableSpan];
    } catch (error) {
      this.#failed(error);
      return [span];
    }
  }

  /** Sees to it that the oldest trace goes out in time although nothing else is exported. */
  #wake(): void {
    const left = this.#held.millisLeft;
    if (left === undefined || this.#timer !== undefined) {
      return;
    }
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        void this.#delivery.deliver(this.#placed(this.#held.takePastBounds()));
        this.#wake();
      },
      Math.max(left, 1),
    );
    this.#timer.unref();
  }

  #failed(error: unknown): void {
    this.#sources.counters.unwritableSpans++;
    this.#sources.notices.warnOnce(
      'late placing failed',
      `a span was exported as it was: ${describeValue(error)}.`,
    );
  }
}
