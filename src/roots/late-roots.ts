import type { Span } from '@opentelemetry/api';

/**
 * Tells of each root that is made while ended spans are placed. An exporter may be the last one to run in a
 * process that shuts down: nobody would export such a root any more.
 */
export class LateRoots {
  readonly #listeners = new Set<(root: Span) => void>();
  #isPlacingEnded = false;

  onLateRoot(listener: (root: Span) => void): void {
    this.#listeners.add(listener);
  }

  offLateRoot(listener: (root: Span) => void): void {
    this.#listeners.delete(listener);
  }

  /** An exporter is there that holds spans. */
  get isHeard(): boolean {
    return this.#listeners.size > 0;
  }

  /** A root that is made comes back through the exporters at once: nobody else places ended spans meanwhile. */
  get isPlacingEnded(): boolean {
    return this.#isPlacingEnded;
  }

  /** Runs what places ended spans. */
  whilePlacingEnded<T>(place: () => T): T {
    this.#isPlacingEnded = true;
    try {
      return place();
    } finally {
      this.#isPlacingEnded = false;
    }
  }

  announce(root: Span): void {
    if (this.#isPlacingEnded) {
      for (const listener of this.#listeners) {
        listener(root);
      }
    }
  }
}
