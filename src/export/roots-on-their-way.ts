import type { Span } from '@opentelemetry/api';
import type { LateRoots } from '../roots/late-roots.js';
import type { SdkSpanFields } from '../sdk/span.js';
import type { ExportableSpan } from '../sdk/span-exporter.js';
import { dropOldest } from '../sessions/drop-oldest.js';

/** Roots on their way through the span processor before us; that is a queue of its own. */
const MAX_ROOTS = 1_000;

/**
 * The roots made for spans that were held. The span processor before us brings them like any other span, but a
 * batch would do so only with its next flush, and one that is being shut down never: so each goes out with the
 * first span under it, and what the processor brings later is known here.
 */
export class RootsOnTheirWay {
  readonly #lateRoots: LateRoots;
  readonly #awaited = new Map<string, ExportableSpan>();
  readonly #sent = new Map<string, true>();

  constructor(lateRoots: LateRoots) {
    this.#lateRoots = lateRoots;
    lateRoots.onLateRoot(this.#expect);
  }

  /** A span has come through the processor. True for a root that goes out now, before all that came with it. */
  isExpected(spanId: string): boolean {
    return this.#awaited.delete(spanId);
  }

  /** A span has come through the processor. True for a root that has gone out already. */
  hasSent(spanId: string): boolean {
    return this.#sent.delete(spanId);
  }

  /** The spans, each root before the first span under it; from now on those roots count as sent. */
  withRoots(spans: ExportableSpan[]): ExportableSpan[] {
    return this.#awaited.size === 0
      ? spans
      : spans.flatMap((span) => {
          const root = this.#takeAbove(span);
          return root === undefined ? [span] : [root, span];
        });
  }

  /** No root is expected any more. */
  close(): void {
    this.#lateRoots.offLateRoot(this.#expect);
    this.#awaited.clear();
  }

  #takeAbove({ parentSpanContext, parentSpanId }: SdkSpanFields): ExportableSpan | undefined {
    const rootId = parentSpanContext?.spanId ?? parentSpanId;
    const root = rootId === undefined ? undefined : this.#awaited.get(rootId);
    if (root !== undefined && rootId !== undefined) {
      this.#awaited.delete(rootId);
      this.#sent.set(rootId, true);
      dropOldest(this.#sent, MAX_ROOTS);
    }
    return root;
  }

  readonly #expect = (root: Span): void => {
    this.#awaited.set(root.spanContext().spanId, root as unknown as ExportableSpan);
    dropOldest(this.#awaited, MAX_ROOTS);
  };
}
