import type { HeldSpan } from './held-span.js';
import { HeldTrace, type ReleasedSpan } from './held-trace.js';
import type { HeldWithinBounds } from './held-within-bounds.js';

/** The traces that are held, within bounds. */
export class HeldTraces {
  readonly #all: HeldWithinBounds;
  /** By trace id, oldest first. */
  readonly #traces = new Map<string, HeldTrace>();

  /** @param all - everything that the exporter holds */
  constructor(all: HeldWithinBounds) {
    this.#all = all;
  }

  /** Takes a span in, and gives back what can go out now, parents before children. */
  add(held: HeldSpan): readonly ReleasedSpan[] {
    const { localTraceId: traceId } = held;
    const trace = this.#traces.get(traceId) ?? new HeldTrace(this.#all.now);
    const again = trace.withPlace(held.place);
    if (again !== undefined) {
      this.#addAgain(again, held);
      return [];
    }
    this.#traces.set(traceId, trace);
    this.#all.add(held.bytes);
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
    return this.#takeWhile(({ heldSinceMillis }) => this.#all.isPassed(heldSinceMillis));
  }

  takeAll(): ReleasedSpan[] {
    return this.#takeWhile(() => true);
  }

  /** How long the oldest trace may still be held, in milliseconds; undefined where none is. */
  get millisLeft(): number | undefined {
    const [oldest] = this.#traces.values();
    return oldest && this.#all.millisLeft(oldest.heldSinceMillis);
  }

  /** A span comes once more, or another that has its ids, which takes room of its own. */
  #addAgain(first: HeldSpan, { span, bytes }: HeldSpan): void {
    if (span === first.span) {
      first.times++;
      return;
    }
    first.others ??= new Map();
    const times = first.others.get(span);
    first.others.set(span, (times ?? 0) + 1);
    if (times === undefined) {
      first.bytes += bytes;
      this.#all.add(bytes);
    }
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
    for (const { held } of released) {
      this.#all.remove(1 + (held.others?.size ?? 0), held.bytes);
    }
    return released;
  }
}
