import type { SpanContext } from '@opentelemetry/api';
import { anyMarkOf } from '../sessions/dropped-mark.js';
import { Mark } from '../sessions/mark.js';
import type { SessionStore } from '../sessions/session-store.js';
import { UndecidedMark } from './undecided-mark.js';

/** Reads the marks of parents, also those of another copy or instance of this package. */
export class ParentMarks {
  readonly #owner: object;
  readonly #sessions: SessionStore;

  constructor(owner: object, sessions: SessionStore) {
    this.#owner = owner;
    this.#sessions = sessions;
  }

  /** The mark of a span under which another is placed now: it cannot be moved any more. */
  ofFollowed(parent: SpanContext): Mark | undefined {
    const mark = anyMarkOf(parent);
    if (mark instanceof UndecidedMark) {
      // Also another instance's: it must not move a span whose child is here.
      mark.followed = true;
    }
    return this.#readable(mark);
  }

  /** The mark of a span that is only looked at. */
  of(parent: SpanContext): Mark | undefined {
    return this.#readable(anyMarkOf(parent));
  }

  #readable(mark: Mark | undefined): Mark | undefined {
    return mark === undefined || mark.owner === this.#owner ? mark : this.#ofOther(mark);
  }

  /** The mark of another instance says which session, and no more. */
  #ofOther({ sessionId, fromEntry, called }: Mark): Mark {
    const session =
      sessionId === undefined
        ? undefined
        : this.#sessions.find(sessionId, "another instance's session id");
    return session === undefined
      ? new Mark(this.#owner)
      : new Mark(this.#owner, session, session.current, undefined, fromEntry, called);
  }
}
