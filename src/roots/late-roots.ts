import type { Span } from '@opentelemetry/api';

/**
 * Tells of each root that is made while ended spans are placed. An exporter may be the last one to run in a
 * process that shuts down: nobody would export such a root any more.
 */
export class LateRoots {
  readonly #listeners: ((root: Span) => void)[] = [];
  #placingEnded = false;

  onLateRoot(listener: (root: Span) => void): void {
    this.#listeners.push(listener);
  }

  /** Runs what places ended spans. */
  whilePlacingEnded<T>(place: () => T): T {
    const outer = this.#placingEnded;
    this.#placingEnded = true;
    try {
      return place();
    } finally {
      this.#placingEnded = outer;
    }
  }

  announce(root: Span): void {
    if (this.#placingEnded) {
      for (const listener of this.#listeners) {
        listener(root);
      }
    }
  }
}
