import { dropOldest } from '../sessions/drop-oldest.js';
import type { HeldSpan } from './held-span.js';
import { HeldTrace, type Verdict } from './held-trace.js';
import type { ResolvedHolding } from './holding-options.js';

/** Traces cut in two by a bound, whose second part is still to come. */
const MAX_VERDICTS = 1_000;

/** Spans of one trace that can go out, parents before children. */
export interface Released {
  readonly trace: HeldTrace;
  readonly spans: readonly HeldSpan[];
}

/** The traces that are held, within the bounds in spans, bytes and time. */
export class HeldTraces {
  readonly #bounds: ResolvedHolding;
  readonly #now: () => number;
  /** By trace id, oldest first. */
  readonly #traces = new Map<string, HeldTrace>();
  /** What became of traces that had to go out early, for the spans that are still to come. */
  readonly #verdicts = new Map<string, Verdict>();
  #spans = 0;
  #bytes = 0;

  constructor(bounds: ResolvedHolding, now: () => number) {
    this.#bounds = bounds;
    this.#now = now;
  }

  /** Takes a span in, and gives back what can go out now. */
  add(traceId: string, held: HeldSpan): Released {
    const trace =
      this.#traces.get(traceId) ?? new HeldTrace(this.#now(), this.#verdicts.get(traceId));
    this.#traces.set(traceId, trace);
    this.#spans++;
    this.#bytes += held.bytes;
    return this.#released(trace, trace.add(held));
  }

  /** Lets go the oldest traces as long as a bound is passed, and forgets them. */
  takePastBounds(): Released[] {
    return this.#takeWhile(
      (trace) =>
        this.#spans > this.#bounds.maxSpans ||
        this.#bytes > this.#bounds.maxBytes ||
        this.#now() - trace.heldSinceMillis >= this.#bounds.holdMillis,
    );
  }

  takeAll(): Released[] {
    return this.#takeWhile(() => true);
  }

  /** How long the oldest trace may still be held, in milliseconds; undefined where none is. */
  get millisLeft(): number | undefined {
    const [oldest] = this.#traces.values();
    return oldest && oldest.heldSinceMillis + this.#bounds.holdMillis - this.#now();
  }

  #takeWhile(condition: (oldest: HeldTrace) => boolean): Released[] {
    const all: Released[] = [];
    for (const [traceId, trace] of this.#traces) {
      if (!condition(trace)) {
        break;
      }
      const size = trace.size;
      all.push(this.#released(trace, trace.takeAll()));
      this.#traces.delete(traceId);
      if (trace.verdict !== undefined) {
        this.#verdicts.set(traceId, trace.verdict);
        dropOldest(this.#verdicts, MAX_VERDICTS);
      }
      this.#spans -= size;
    }
    return all;
  }

  #released(trace: HeldTrace, spans: readonly HeldSpan[]): Released {
    for (const { bytes } of spans) {
      this.#bytes -= bytes;
    }
    return { trace, spans };
  }
}
