import type { Notices } from '../diagnostics/notices.js';
import type { Lifetime } from '../placement/lifetime.js';

/** So many times a piece is used before somebody asks where the span processor is. */
const ENOUGH = 10;

const REMEDY =
  'Put `sessions.spanProcessor` first into the `spanProcessors` of your tracer provider.';

/** Sees that a piece is used for spans, and that no span processor puts them into their sessions. */
export class ProcessorCheck {
  readonly #lifetime: Lifetime;
  readonly #notices: Notices;
  readonly #kind: string;
  readonly #message: string;
  #left = ENOUGH;

  /** @param message - what is told then, without the remedy */
  constructor(lifetime: Lifetime, notices: Notices, kind: string, message: string) {
    this.#lifetime = lifetime;
    this.#notices = notices;
    this.#kind = kind;
    this.#message = message;
  }

  /**
   * To be told of each use, as long as it wants to hear of them.
   *
   * @param mayBeMissing - asked in the end, where a use does not show that a span processor would have seen the span
   */
  used(mayBeMissing?: () => boolean): void {
    if (this.#lifetime.hasBegun) {
      this.#left = 0;
    } else if (--this.#left === 0 && mayBeMissing?.() !== false) {
      this.#notices.warnOnce(this.#kind, `${this.#message} ${REMEDY}`);
    }
  }

  get isDone(): boolean {
    return this.#left <= 0;
  }
}
