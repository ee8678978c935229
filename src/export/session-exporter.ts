import type { Notices } from '../diagnostics/notices.js';
import type { Counters } from '../metrics/counters.js';
import type { Lifetime } from '../placement/lifetime.js';
import type { AnySpanExporter, ExportAnswer, ExportableSpan } from '../sdk/span-exporter.js';
import type { SpanStart } from '../sdk/span-start.js';
import { SUCCESS } from './answers.js';
import { BeforeFirstTurn } from './before-first-turn.js';
import { Delivery } from './delivery.js';
import { heldSpanOf } from './held-span.js';
import { HeldWithinBounds } from './held-within-bounds.js';
import { HeldTraces } from './held-traces.js';
import type { ResolvedHolding } from './holding-options.js';
import type { LateSpanFinder } from './late-span-finder.js';
import { LateSpans, type LateSpanSources } from './late-spans.js';
import { ParentsInBatch } from './parents-in-batch.js';
import { PlacingQueue, type QueueSources } from './placing-queue.js';
import { quietTimer } from './quiet-timer.js';
import { RootsOnTheirWay } from './roots-on-their-way.js';

/** What the exporter takes from the tracing that it belongs to. */
export interface ExporterSources extends LateSpanSources, QueueSources {
  /** Whose marks the spans carry. */
  readonly owner: object;
  readonly lateSpanFinder: LateSpanFinder;
  readonly lifetime: Lifetime;
  readonly counters: Counters;
  readonly notices: Notices;
  /** A clock that never goes back, in milliseconds. */
  readonly now: () => number;
}

/**
 * Holds the spans of local traces without a session until their attributes tell one, and orphans that wait for the
 * first turn of theirs, and exports re-placed copies. Nothing is dropped because of holding: past a bound, at
 * `forceFlush` and at `shutdown`, spans go out as well as is known by then. All exporters of a tracing export a span in
 * the one place that was decided for it.
 */
export class SessionExporter {
  readonly #sources: ExporterSources;
  readonly #delivery: Delivery;
  readonly #held: HeldTraces;
  readonly #beforeFirstTurn: BeforeFirstTurn;
  readonly #lateSpans: LateSpans;
  readonly #queue: PlacingQueue;
  readonly #roots: RootsOnTheirWay;
  #timer: NodeJS.Timeout | undefined = undefined;
  /** From the beginning of the shutdown on. */
  #isClosed = false;
  #shutdown: Promise<void> | undefined = undefined;

  constructor(sources: ExporterSources, delegate: AnySpanExporter, holding: ResolvedHolding) {
    this.#sources = sources;
    this.#delivery = new Delivery(delegate, sources, holding);
    const all = new HeldWithinBounds(holding, sources.now);
    this.#held = new HeldTraces(all);
    this.#beforeFirstTurn = new BeforeFirstTurn(sources.owner, all);
    const failed = (error: unknown): void => {
      this.#failed(error);
    };
    this.#lateSpans = new LateSpans(sources, failed);
    this.#queue = new PlacingQueue(sources, this.#lateSpans, this.#beforeFirstTurn, failed);
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

  forceFlush(): Promise<void> {
    return this.#delivery.keepingProcessAlive(async () => {
      await this.#deliverHeld();
      await this.#delivery.call('forceFlush');
    });
  }

  shutdown(): Promise<void> {
    this.#isClosed = true;
    this.#shutdown ??= this.#delivery.keepingProcessAlive(async () => {
      clearTimeout(this.#timer);
      this.#beforeFirstTurn.close();
      // Whoever would have exported the roots of held spans has been shut down before us.
      await this.#deliverHeld();
      this.#roots.close();
      this.#lateSpans.close();
      await this.#delivery.call('shutdown');
    });
    return this.#shutdown;
  }

  async #deliverHeld(): Promise<void> {
    this.#queue.add(this.#held.takeAll());
    this.#beforeFirstTurn.settleAll();
    if (!this.#queue.isReady) {
      // Called out of the middle of it; what is being placed is placed before anybody can wait.
      await Promise.resolve();
    }
    await this.#delivery.deliver(this.#place());
  }

  /** Holds what has no session, and gives back what can go out now. */
  #takeIn(spans: readonly ExportableSpan[]): ExportableSpan[] {
    const roots: ExportableSpan[] = [];
    const going: ExportableSpan[] = [];
    const batch = new ParentsInBatch(this.#sources.lateSpanFinder, spans);
    for (const span of spans) {
      try {
        const { spanId } = span.spanContext();
        if (this.#roots.isExpected(spanId)) {
          roots.push(span);
        } else if (!this.#roots.hasSent(spanId)) {
          going.push(...this.#heldOrGoing(span, batch));
        }
      } catch (error) {
        this.#failed(error);
        going.push(span);
      }
    }
    const passing = this.#beforeFirstTurn.takeIn(going);
    this.#releasePastBounds();
    this.#wake();
    if (this.#sources.lifetime.isOver) {
      this.#letGoSoon();
    }
    return [...roots, ...this.#roots.withRoots([...passing, ...this.#place()])];
  }

  #heldOrGoing(span: ExportableSpan, batch: ParentsInBatch): ExportableSpan[] {
    const late = batch.find(span);
    if (late === undefined) {
      return [span];
    }
    if (late.place.decision !== undefined) {
      this.#queue.add(this.#held.takeUnder(late));
      return this.#lateSpans.outgoing(span, late.place.decision);
    }
    if (this.#isClosed) {
      return [span];
    }
    if (late.displaced === undefined) {
      this.#sources.latePlacing.askEnded(span as ExportableSpan & SpanStart, late);
    }
    this.#queue.add(this.#held.add(heldSpanOf(span, late)));
    return [];
  }

  #releasePastBounds(): void {
    this.#queue.add(this.#held.takePastBounds());
    this.#beforeFirstTurn.settlePastBounds();
  }

  #place(): ExportableSpan[] {
    if (this.#queue.isEmpty) {
      return [];
    }
    if (!this.#queue.isReady) {
      queueMicrotask(() => void this.#delivery.deliver(this.#place()));
      return [];
    }
    return this.#roots.withRoots(this.#queue.takeAll());
  }

  /** Sees to it that the oldest trace goes out in time although nothing else is exported. */
  #wake(): void {
    const left = Math.min(
      this.#held.millisLeft ?? Infinity,
      this.#beforeFirstTurn.millisLeft ?? Infinity,
    );
    if (left === Infinity || this.#timer !== undefined) {
      return;
    }
    this.#timer = quietTimer(() => {
      this.#timer = undefined;
      this.#releasePastBounds();
      void this.#delivery.deliver(this.#place());
      this.#wake();
    }, left);
  }

  /**
   * A batch processor whose last export fails does not shut us down: what is held goes out right after the last
   * spans have come, which it hands in one batch after another.
   */
  #letGoSoon(): void {
    queueMicrotask(() => void this.#delivery.keepingProcessAlive(() => this.#deliverHeld()));
  }

  #failed(error: unknown): void {
    this.#sources.counters.unwritableSpans++;
    this.#sources.notices.warnOnce(
      'late placing failed',
      `a span was exported as it was: ${this.#sources.notices.describe(error)}.`,
    );
  }
}
