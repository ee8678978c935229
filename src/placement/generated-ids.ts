import { dropOldest } from '../sessions/drop-oldest.js';

/** More spans than that are not begun inside one another while each waits for its own start. */
const CAPACITY = 64;

/**
 * The trace ids that our id generator gave out last: a span that has one although it has no session gets
 * a fresh id.
 */
export class GeneratedIds {
  readonly #ids = new Set<string>();

  add(id: string): void {
    this.#ids.delete(id);
    this.#ids.add(id);
    dropOldest(this.#ids, CAPACITY);
  }

  get areUsed(): boolean {
    return this.#ids.size > 0;
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }
}
