import type { Notices } from '../diagnostics/notices.js';
import { refusalOf } from '../ids/usable-id.js';
import type { Counters } from '../metrics/counters.js';

/** Refuses what cannot be a session id, a key or an interaction id: counted, and told once per source and reason. */
export class IdCheck {
  readonly #counters: Counters;
  readonly #notices: Notices;

  constructor(counters: Counters, notices: Notices) {
    this.#counters = counters;
    this.#notices = notices;
  }

  /** @param source - who gave the id, in the words of the user */
  accepts(id: unknown, source: string): id is string {
    const refusal = refusalOf(id);
    if (refusal === undefined) {
      return true;
    }
    this.#counters.refusedIds++;
    this.#notices.warnOnce(
      `${source} ${refusal}`,
      `${source} is ${refusal}: taken as no answer. Expected a string of 1 to 256 characters; ` +
        'further ones are only counted (refusedIds in stats()).',
    );
    return false;
  }
}
