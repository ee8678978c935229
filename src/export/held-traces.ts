import type { HeldSpan } from './held-span.js';
import { HeldTrace, type ReleasedSpan } from './held-trace.js';
import type { ResolvedHolding } from './holding-options.js';

type Bounds = Pick<ResolvedHolding, 'holdMillis' | 'maxBytes' | 'maxSpans'>;

/** The traces that are held, within the bounds in spans, bytes and time. */
export class HeldTraces {
  readonly #bounds: Bounds;
  readonly #now: () => number;
  /** By trace id, oldest first. */
  readonly #traces = new Map<string, HeldTrace>();
  #spans = 0;
  #bytes = 0;

  /** @param now - a clock that never goes back, in milliseconds */
  constructor(bounds: Bounds, now: () => number) {
    this.#bounds = bounds;
    this.#now = now;
  }

  /** Takes a span in, and gives back what can go out now, parents before children. */
  add(held: HeldSpan): readonly ReleasedSpan[] {
    const { localTraceId: traceId } = held;
    const trace = this.#traces.get(traceId) ?? new HeldTrace(this.#now());
    const again = trace.withPlace(held.place);
    if (again !== undefined) {
      again.times++;
      return [];
    }
    this.#traces.set(traceId, trace);
    this.#spans++;
    this.#bytes += held.bytes;
    return this.#released(traceId, trace, trace.add(held));
  }

  /** Gives back what is held under a span that went out, in the place that another exporter found for it. */
  takeUnder({
    localTraceId,
    place,
  }: Pick<HeldSpan, 'localTraceId' | 'place'>): readonly ReleasedSpan[] {
    const trace = this.#traces.get(localTraceId);
    return trace === undefined ? [] : this.#released(localTraceId, trace, trace.takeUnder(place));
  }

  /** Lets go the oldest traces as long as a bound is passed. */
  takePastBounds(): ReleasedSpan[] {
    return this.#takeWhile(
      (trace) =>
        this.#spans > this.#bounds.maxSpans ||
        this.#bytes > this.#bounds.maxBytes ||
        this.#now() - trace.heldSinceMillis >= this.#bounds.holdMillis,
    );
  }

  takeAll(): ReleasedSpan[] {
    return this.#takeWhile(() => true);
  }

  /** How long the oldest trace may still be held, in milliseconds; undefined where none is. */
  get millisLeft(): number | undefined {
    const [oldest] = this.#traces.values();
    return oldest && oldest.heldSinceMillis + this.#bounds.holdMillis - this.#now();
  }

  #takeWhile(condition: (oldest: HeldTrace) => boolean): ReleasedSpan[] {
    const all: ReleasedSpan[] = [];
    for (const [traceId, trace] of this.#traces) {
      if (!condition(trace)) {
        break;
      }
      this.#traces.delete(traceId);
      for (const released of this.#without(trace.takeAll())) {
        all.push(released);
      }
    }
    return all;
  }

  #released(
    traceId: string,
    trace: HeldTrace,
    released: readonly ReleasedSpan[],
  ): readonly ReleasedSpan[] {
    if (trace.size === 0) {
      this.#traces.delete(traceId);
    }
    return this.#without(released);
  }

  #without(released: readonly ReleasedSpan[]): readonly ReleasedSpan[] {
    this.#spans -= released.length;
    for (const { held } of released) {
      this.#bytes -= held.bytes;
    }
    return released;
  }
}
