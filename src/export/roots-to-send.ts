import type { FinishedRoots } from '../roots/finished-roots.js';
import type { SdkSpanFields } from '../sdk/span.js';
import type { ExportableSpan } from '../sdk/span-exporter.js';
import { dropOldest } from '../sessions/drop-oldest.js';

/** Roots that another exporter of the tracing made, and under which nothing has come here yet. */
const MAX_ROOTS = 1_000;

/**
 * The finished roots that this exporter has still to send, each with the first span from nowhere that it places under
 * it. No span processor brings them.
 */
export class RootsToSend {
  readonly #finishedRoots: FinishedRoots;
  readonly #waiting = new Map<string, ExportableSpan>();

  constructor(finishedRoots: FinishedRoots) {
    this.#finishedRoots = finishedRoots;
    finishedRoots.onRoot(this.#expect);
  }

  /** The root that is to go out before a span; from now on it counts as sent. */
  takeAbove({ parentSpanContext, parentSpanId }: SdkSpanFields): ExportableSpan | undefined {
    const rootId =
      this.#waiting.size === 0 ? undefined : (parentSpanContext?.spanId ?? parentSpanId);
    const root = rootId === undefined ? undefined : this.#waiting.get(rootId);
    if (root !== undefined && rootId !== undefined) {
      this.#waiting.delete(rootId);
    }
    return root;
  }

  /** No root is to be sent any more. */
  close(): void {
    this.#finishedRoots.offRoot(this.#expect);
    this.#waiting.clear();
  }

  readonly #expect = (root: ExportableSpan): void => {
    this.#waiting.set(root.spanContext().spanId, root);
    dropOldest(this.#waiting, MAX_ROOTS);
  };
}
