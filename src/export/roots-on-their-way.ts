import type { LateRoots } from '../roots/late-roots.js';
import type { ExportableSpan } from '../sdk/span-exporter.js';
import { dropOldest } from '../sessions/drop-oldest.js';

/** Roots on their way through the span processor before us; that is a queue of its own. */
const MAX_ROOTS = 1_000;

/**
 * The roots made for spans that were held. The span processor before us brings them like any other span, but a
 * batch would do so only with its next flush, and one that is being shut down never: so they go out with their
 * children, and what the processor brings later is known here.
 */
export class RootsOnTheirWay {
  readonly #awaited = new Map<string, ExportableSpan>();
  readonly #sent = new Map<string, true>();

  constructor(lateRoots: LateRoots) {
    lateRoots.onLateRoot((root) => {
      this.#awaited.set(root.spanContext().spanId, root as unknown as ExportableSpan);
      dropOldest(this.#awaited, MAX_ROOTS);
    });
  }

  /** A span has come through the processor. True for a root that has gone out already. */
  hasSent(spanId: string): boolean {
    this.#awaited.delete(spanId);
    return this.#sent.delete(spanId);
  }

  /** The roots that have not come yet; from now on they count as sent. */
  take(): ExportableSpan[] {
    const roots = [...this.#awaited.values()];
    for (const spanId of this.#awaited.keys()) {
      this.#sent.set(spanId, true);
    }
    dropOldest(this.#sent, MAX_ROOTS);
    this.#awaited.clear();
    return roots;
  }
}
