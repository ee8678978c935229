import type { Session } from './session.js';
import type { SessionTrace } from './session-trace.js';
import type { Turn } from './turn.js';

/** The mark of a span that is in a session. */
export type MarkInSession = Mark & { readonly session: Session };

/** What is known of a span that was started under this package's eyes: where it belongs. */
export class Mark {
  /** Whose objects the fields below are. Another owner reads `sessionId`, `fromEntry` and `called` only. */
  readonly owner: object;
  /** Undefined says that the span has no session. */
  readonly session: Session | undefined;
  /** The trace of the session that the span is in; undefined for one in a trace of somebody else. */
  readonly trace: SessionTrace | undefined;
  /** True where a `withSession` entry named the session, here or further up. */
  readonly fromEntry: boolean;
  /** True where a span of another process called, in a trace of the session: here or further up. */
  readonly called: boolean;
  /** The turn that the span is, or is inside of. */
  turn: Turn | undefined;

  constructor(
    owner: object,
    session?: Session,
    trace?: SessionTrace,
    turn?: Turn,
    fromEntry = false,
    called = false,
  ) {
    this.owner = owner;
    this.session = session;
    this.trace = trace;
    this.fromEntry = fromEntry;
    this.called = called;
    this.turn = turn;
  }

  get sessionId(): string | undefined {
    return this.session?.id;
  }
}
