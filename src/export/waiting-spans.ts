import type { Notices } from '../diagnostics/notices.js';
import type { Counters } from '../metrics/counters.js';
import type { ExportableSpan } from '../sdk/span-exporter.js';

interface Ears {
  readonly counters: Counters;
  readonly notices: Notices;
}

/** As many as the SDK's batch processor keeps by default: an exporter that is only slow has that much room. */
const LEAST_ROOM = 2_048;

/** Spans that wait until the exporter behind has answered, within a bound: what does not fit is dropped, and counted. */
export class WaitingSpans {
  readonly #maxSpans: number;
  readonly #ears: Ears;
  #spans: ExportableSpan[] = [];
  /** Places that spans have which wait elsewhere. */
  #reserved = 0;

  constructor(maxSpans: number, ears: Ears) {
    this.#maxSpans = Math.max(maxSpans, LEAST_ROOM);
    this.#ears = ears;
  }

  get isEmpty(): boolean {
    return this.#spans.length === 0;
  }

  /** Takes spans in, as many as fit. True for the first of those that `takeAll` gives back. */
  add(spans: readonly ExportableSpan[]): boolean {
    const isFirst = this.isEmpty;
    const fitting = spans.slice(0, Math.max(this.#room, 0));
    for (const span of fitting) {
      this.#spans.push(span);
    }
    this.#drop(spans.length - fitting.length);
    return isFirst && fitting.length > 0;
  }

  takeAll(): ExportableSpan[] {
    const spans = this.#spans;
    this.#spans = [];
    return spans;
  }

  /** Makes room for spans that their holder keeps until `free`; false where there is none, and they are dropped. */
  reserve(count: number): boolean {
    // A batch may be larger than the bound: it has room if nothing else waits.
    const fits = count <= this.#room || this.#room === this.#maxSpans;
    if (fits) {
      this.#reserved += count;
    } else {
      this.#drop(count);
    }
    return fits;
  }

  free(count: number): void {
    this.#reserved -= count;
  }

  get #room(): number {
    return this.#maxSpans - this.#spans.length - this.#reserved;
  }

  #drop(count: number): void {
    if (count > 0) {
      this.#ears.counters.droppedSpans += count;
      this.#ears.notices.warnOnce(
        'spans dropped',
        `the exporter behind sessions.exporter() does not answer, and ${this.#maxSpans} spans wait for it: what ` +
          'comes now is dropped, and only counted (droppedSpans in stats()).',
      );
    }
  }
}
