import { Mark } from '../sessions/mark.js';
import type { SessionTrace } from '../sessions/session-trace.js';
import type { Session } from '../sessions/session.js';
import type { Turn } from '../sessions/turn.js';
import { WaitingMark } from '../sessions/waiting-mark.js';

/** The place that the rules have found for a span of a session. */
interface Place {
  readonly session: Session;
  /** A `withSession` entry named the session. */
  readonly fromEntry: boolean;
  /** The trace that the span goes to, where it leaves its parent for one. */
  readonly trace: SessionTrace | undefined;
  /** The turn that it joins, where it does. */
  readonly joins: Turn | undefined;
  /** Its parent's mark, where it stays under a parent of its own session. */
  readonly kept: Mark | undefined;
  /** It stays where a span of another process called, from a trace of the session. */
  readonly called: boolean;
  /** It waits for the first turn, and names that one. */
  readonly wait: { readonly interactionId: string | undefined } | undefined;
}

/** The mark of a span in its place: its parent's own, if nothing is to be said that this one does not say. */
export function plannedMark(
  owner: object,
  { session, fromEntry, trace, joins, kept, called, wait }: Place,
): Mark {
  // One that was ended or evicted since, and has come back, goes on as what it is now.
  const saysAll = kept?.session === session && (kept.fromEntry || !fromEntry);
  if (kept !== undefined && saysAll) {
    return kept;
  }
  if (kept instanceof WaitingMark) {
    return kept.fromThatEntry();
  }
  if (wait !== undefined && trace !== undefined) {
    const { first: firstTurn } = session.turns;
    return new WaitingMark(owner, { session, trace, firstTurn, fromEntry, ...wait });
  }
  return new Mark(
    owner,
    session,
    trace ?? joins?.trace ?? kept?.trace,
    joins ?? kept?.turn,
    fromEntry,
    called || kept?.called === true,
  );
}
