import type { ResolvedHolding } from './holding-options.js';

type Bounds = Pick<ResolvedHolding, 'holdMillis' | 'maxBytes' | 'maxSpans'>;

/** What an exporter holds, for whatever reason, against the bounds that it was given for all of it. */
export class HeldWithinBounds {
  readonly #bounds: Bounds;
  readonly #now: () => number;
  #spans = 0;
  #bytes = 0;

  /** @param now - a clock that never goes back, in milliseconds */
  constructor(bounds: Bounds, now: () => number) {
    this.#bounds = bounds;
    this.#now = now;
  }

  /** The moment from which on something is held that comes now. */
  get now(): number {
    return this.#now();
  }

  add(bytes: number): void {
    this.#spans++;
    this.#bytes += bytes;
  }

  remove(spans: number, bytes: number): void {
    this.#spans -= spans;
    this.#bytes -= bytes;
  }

  /** Whether a bound is passed as long as that is held which has been since that moment. */
  isPassed(heldSinceMillis: number): boolean {
    return (
      this.#spans > this.#bounds.maxSpans ||
      this.#bytes > this.#bounds.maxBytes ||
      this.millisLeft(heldSinceMillis) <= 0
    );
  }

  /** How long what has been held since that moment may still be held, in milliseconds. */
  millisLeft(heldSinceMillis: number): number {
    return heldSinceMillis + this.#bounds.holdMillis - this.#now();
  }
}
