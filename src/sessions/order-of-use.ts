import type { Session } from './session.js';

/**
 * Tells which session was used least recently. Using one is on the path of every span, so it writes one number
 * into what is in use anyway; a linked list would write into its neighbours as well, which with ten thousand
 * sessions no cache holds. The sorting is done when room is needed, once for as many sessions as there are.
 */
export class OrderOfUse {
  #uses = 0;
  /** As they were sorted last, the least recently used at the end. */
  #sorted: Session[] = [];
  #usesWhenSorted = 0;

  use(session: Session): void {
    session.lastUse = ++this.#uses;
  }

  /** The least recently used of the sessions, of which there is at least one; some may not be held any more. */
  leastRecent(sessions: Iterable<Session>): Session | undefined {
    for (;;) {
      const session = this.#sorted.pop();
      if (session === undefined) {
        this.#sorted = [...sessions].sort((a, b) => b.lastUse - a.lastUse);
        this.#usesWhenSorted = this.#uses;
        return this.#sorted.pop();
      }
      // Used since, it is not the oldest any more. Those that are not in the list are all younger.
      if (session.held && session.lastUse <= this.#usesWhenSorted) {
        return session;
      }
    }
  }
}
