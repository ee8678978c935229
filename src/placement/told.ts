import type { SessionTrace } from '../sessions/session-trace.js';
import type { Session } from '../sessions/session.js';

/** The session that spans tell for those above them, which have none themselves. */
export interface Told {
  readonly session: Session;
  /** The trace under whose root they went as they started; undefined where there is none that others can go to. */
  readonly trace: SessionTrace | undefined;
  /** They were in the session as they started; not told it only at their end. */
  readonly isLive: boolean;
  /** A turn is among them. */
  readonly hasTurn: boolean;
}

/** What one says and another: one session, none yet, or more than one. */
export type ToldTogether = Told | 'nothing' | 'several';

/** What a span goes along with that ends without a session of its own. */
export type Along = Pick<Told, 'trace' | 'hasTurn'>;

/** A session that was told as late as at the end of a span. */
export function toldAtEnd(session: Session): Told {
  return { session, trace: undefined, isLive: false, hasTurn: false };
}

export function both(one: ToldTogether, other: ToldTogether): ToldTogether {
  if (one === 'nothing' || other === 'nothing') {
    return one === 'nothing' ? other : one;
  }
  if (one === 'several' || other === 'several' || one.session.id !== other.session.id) {
    return 'several';
  }
  return {
    session: one.session,
    trace: one.trace ?? other.trace,
    isLive: one.isLive || other.isLive,
    hasTurn: one.hasTurn || other.hasTurn,
  };
}
