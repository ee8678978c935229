import { FirstTurnPlacing } from '../placement/first-turn-placing.js';
import type { LateRoots } from '../roots/late-roots.js';
import type { SessionRoots } from '../roots/session-roots.js';
import type { ExportableSpan } from '../sdk/span-exporter.js';
import type { BeforeFirstTurn } from './before-first-turn.js';
import { decideAfterWait } from './first-turn-copies.js';
import type { ReleasedSpan } from './held-trace.js';
import type { LateSpans } from './late-spans.js';

/** What the queue takes from the tracing that it belongs to. */
export interface QueueSources {
  readonly roots: SessionRoots;
  readonly lateRoots: LateRoots;
}

/**
 * What is held no more, and still to be placed. Making a root for it brings that root to the exporter, in the middle
 * of it; what is released by then, here or in another exporter, has its turn afterwards.
 */
export class PlacingQueue {
  readonly #sources: QueueSources;
  readonly #firstTurnPlacing: FirstTurnPlacing;
  readonly #lateSpans: LateSpans;
  readonly #beforeFirstTurn: BeforeFirstTurn;
  readonly #onError: (error: unknown) => void;
  #released: ReleasedSpan[] = [];

  constructor(
    sources: QueueSources,
    lateSpans: LateSpans,
    beforeFirstTurn: BeforeFirstTurn,
    onError: (error: unknown) => void,
  ) {
    this.#sources = sources;
    this.#firstTurnPlacing = new FirstTurnPlacing(sources.roots);
    this.#lateSpans = lateSpans;
    this.#beforeFirstTurn = beforeFirstTurn;
    this.#onError = onError;
  }

  get isEmpty(): boolean {
    return this.#released.length === 0 && !this.#beforeFirstTurn.hasSettled;
  }

  /** False while something is being placed, here or in another exporter: then it is to be asked again afterwards. */
  get isReady(): boolean {
    return !this.#sources.lateRoots.isPlacingEnded;
  }

  add(spans: readonly ReleasedSpan[]): void {
    // One by one: a list with all that a trace held is too long for arguments, and copying it each time is dear.
    for (const span of spans) {
      this.#released.push(span);
    }
  }

  /** Places all there is. */
  takeAll(): ExportableSpan[] {
    const placed: ExportableSpan[][] = [];
    while (!this.isEmpty) {
      const released = this.#released;
      this.#released = [];
      placed.push(
        this.#sources.lateRoots.whilePlacingEnded(() => [
          ...this.#lateSpans.place(released),
          ...this.#placeSettled(),
        ]),
      );
    }
    return placed.flat();
  }

  #placeSettled(): ExportableSpan[] {
    return this.#beforeFirstTurn.takeSettled().flatMap((waited) => {
      try {
        const decision = decideAfterWait(this.#firstTurnPlacing, waited);
        return this.#lateSpans.outgoing(waited.span, decision);
      } catch (error) {
        this.#onError(error);
        return [waited.span];
      }
    });
  }
}
