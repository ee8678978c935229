import type { SpanContext } from '@opentelemetry/api';
import type { Mark } from '../sessions/mark.js';
import type { PlacedEntry } from './with-session.js';

/*
 * The rule that says who names a session: plain data in, plain data out. Whoever needs the session of a span or of a
 * context asks it, so that it is not written twice.
 */

/** Where a `withSession` entry stands: right under the span's parent, further out, or nowhere. */
export type EntryDistance = 'here' | 'further-out' | 'none';

/** What the parent's mark says: no session, one that an entry named, or one found otherwise. */
export type ParentSession = 'none' | 'from-entry' | 'from-elsewhere';

/** Who is asked first for a span's session. */
export type SessionSource = 'entry' | 'parent' | 'resolver';

/**
 * Chooses who names the session of a span. A causal parent beats an ambient answer: a tool of
 * session A that still runs when the current session becomes B stays in A. A turn, however, starts
 * in the current session, whatever span happens to be active.
 *
 * Where the resolver is chosen and has no answer, the parent's session is taken after all; only an
 * interaction can come that far with a parent that has one.
 */
export function sessionSource(
  interaction: boolean,
  entry: EntryDistance,
  parent: ParentSession,
): SessionSource {
  if (entry === 'here') {
    return 'entry';
  }
  if (parent === 'from-entry' || (parent === 'from-elsewhere' && !interaction)) {
    return 'parent';
  }
  return entry === 'further-out' ? 'entry' : 'resolver';
}

/** Where an entry stands, seen from a span with that parent. */
export function distanceOf(
  entry: PlacedEntry | undefined,
  parent: SpanContext | undefined,
): EntryDistance {
  if (entry === undefined) {
    return 'none';
  }
  return parent === undefined || entry.madeUnderSpanId === parent.spanId ? 'here' : 'further-out';
}

/** What a parent's mark says of its session. */
export function parentSessionOf(mark: Mark | undefined): ParentSession {
  if (mark?.sessionId === undefined) {
    return 'none';
  }
  return mark.fromEntry ? 'from-entry' : 'from-elsewhere';
}
