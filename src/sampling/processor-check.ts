import type { Notices } from '../diagnostics/notices.js';
import type { Lifetime } from '../placement/lifetime.js';

/** So many spans are sampled before somebody asks where the span processor is. */
const ENOUGH = 10;

/** Sees that spans are sampled by their session, and that no span processor puts them there. */
export class ProcessorCheck {
  readonly #lifetime: Lifetime;
  readonly #notices: Notices;
  #left = ENOUGH;

  constructor(lifetime: Lifetime, notices: Notices) {
    this.#lifetime = lifetime;
    this.#notices = notices;
  }

  /** To be told of spans that are kept, as long as it wants to hear of them. */
  sampled(): void {
    if (this.#lifetime.hasBegun) {
      this.#left = 0;
    } else if (--this.#left === 0) {
      this.#notices.warnOnce(
        'sampler alone',
        'sessions.sampler has kept spans, and the span processor of this SessionTracing has seen none: they are in no ' +
          'session. Put `sessions.spanProcessor` first into the `spanProcessors` of your tracer provider.',
      );
    }
  }

  get isDone(): boolean {
    return this.#left <= 0;
  }
}
