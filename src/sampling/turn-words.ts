import type { SamplingAnswer } from '../sdk/sampler.js';
import { dropOldest } from '../sessions/drop-oldest.js';

/**
 * The words on the traces that turns have for themselves. The state of such a trace goes with its turn; a retry of the
 * turn, or its session after it was ended, is in that trace again.
 */
export class TurnWords {
  readonly #words = new Map<string, SamplingAnswer>();
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  remember(traceId: string, word: SamplingAnswer): void {
    this.#words.delete(traceId);
    this.#words.set(traceId, word);
    dropOldest(this.#words, this.#capacity);
  }

  wordOn(traceId: string): SamplingAnswer | undefined {
    return this.#words.get(traceId);
  }
}
