import type { Notices } from './notices.js';
import { PromiseAnswered, withoutRejection } from './promises.js';

/**
 * The one door through which the functions in the options are called. What they throw is counted and
 * told once per option. While one runs it is not asked again: a resolver that starts a span would
 * otherwise be asked for that span's session, and so on without end. Answers that are ids are checked where all
 * ids are; any other goes through `atOnce`.
 */
export class Guard {
  readonly #notices: Notices;
  readonly #onError: () => void;

  constructor(notices: Notices, onError: () => void) {
    this.#notices = notices;
    this.#onError = onError;
  }

  /** Wraps a function of the options; where it throws, or runs already, the answer is undefined. */
  wrap<A, B, R>(option: string, fn: (a: A, b: B) => R): (a: A, b: B) => R | undefined {
    let running = false;
    return (a, b) => {
      if (running) {
        return undefined;
      }
      running = true;
      try {
        return withoutRejection(fn(a, b));
      } catch (error) {
        this.#onError();
        this.#notices.warnOnce(
          `${option} failed`,
          `\`${option}\` ${this.#faultOf(error)}. It counts as no answer; further errors are only counted ` +
            '(resolverErrors in stats()).',
        );
        return undefined;
      } finally {
        running = false;
      }
    };
  }

  #faultOf(error: unknown): string {
    return error instanceof PromiseAnswered
      ? 'answered a promise, which nobody waits for: it must answer at once'
      : `threw ${this.#notices.describe(error)}`;
  }
}
