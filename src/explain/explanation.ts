/** Why a span has no session: nobody told one, what was told cannot be one, or the span processor never saw the span. */
export type NoSession = 'untold' | 'refused' | 'unseen';

/** Which session a span is in, who named it, where the span went, and why. */
export interface Explanation {
  /** All of it in one line of English. */
  readonly text: string;
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
  /** Undefined where the span is in none, and where `derivation` is not the public one: the id is a secret then. */
  readonly sessionId: string | undefined;
  /** Who named the session, as `fromAttributes('session.id')`; undefined where nobody did, or it was not noted. */
  readonly namedBy: string | undefined;
  /** Why there is no session; undefined where there is one. */
  readonly noSession: NoSession | undefined;
  /**
   * Where it went: it stayed under its parent, went under the session root, joined its turn, or is at the top of a trace, of
   * its own or, `'waiting'` for the first turn, of its session. Undefined for a span of no session, which stays as it was, and where it was not noted.
   */
  readonly place: 'parent' | 'root' | 'turn' | 'top' | 'waiting' | undefined;
  /** Why it went there, in words. */
  readonly because: string | undefined;
}
