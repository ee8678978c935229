import type { Notices } from '../diagnostics/notices.js';
import type { Counters } from '../metrics/counters.js';
import type { SpanToPlan } from './plan.js';
import type { NotFound } from './not-found.js';

/** After so many spans of no session somebody ought to be told why. */
const ENOUGH = 100;

const SHOWN_KEYS = 8;

/**
 * Counts the spans that start in no session by their reason, and gives one hint where there are many of them and no other:
 * a resolver that never answers is no fault that anybody could see.
 */
export class UntoldSpans {
  readonly #sources: readonly string[];
  readonly #counters: Counters;
  readonly #notices: Notices;
  readonly #isAnyPlaced: () => boolean;
  #left = ENOUGH;
  #inEntries = 0;

  /**
   * @param sources - what messages call the resolvers
   * @param isAnyPlaced - whether a session was ever found
   */
  constructor(
    sources: readonly string[],
    counters: Counters,
    notices: Notices,
    isAnyPlaced: () => boolean,
  ) {
    this.#sources = sources;
    this.#counters = counters;
    this.#notices = notices;
    this.#isAnyPlaced = isAnyPlaced;
  }

  count(span: Pick<SpanToPlan, 'start' | 'entry'>, why: NotFound): void {
    if (why === 'untold') {
      this.#counters.sessionUntold++;
    } else {
      this.#counters.sessionRefused++;
    }
    if (this.#left > 0) {
      this.#inEntries += span.entry === undefined ? 0 : 1;
      this.#left--;
      if (this.#left === 0 && !this.#isAnyPlaced()) {
        this.#hint(span);
      }
    }
  }

  #hint({ start }: Pick<SpanToPlan, 'start'>): void {
    const { resolverErrors, sessionRefused } = this.#counters;
    // Only keys: a value may be the very id that nobody is to see.
    const keys = Object.keys(start.attributes);
    const seen = keys.length === 0 ? 'no attributes' : `the attributes ${listOf(keys)}`;
    this.#notices.warnOnce(
      'never told',
      `${ENOUGH} spans have started, and no session was found for any of them. Asked were withSession ` +
        `(around ${this.#inEntries} of them) and \`sessionId\`, which is ${this.#sources.join(', ')}: ` +
        `${ENOUGH - sessionRefused} times there was no answer, ${sessionRefused} times one that was refused, and ` +
        `${resolverErrors} times an error. The last of the spans had ${seen} when it started.`,
    );
  }
}

function listOf(keys: readonly string[]): string {
  const more = keys.length > SHOWN_KEYS ? ` and ${keys.length - SHOWN_KEYS} more` : '';
  return keys.slice(0, SHOWN_KEYS).join(', ') + more;
}
