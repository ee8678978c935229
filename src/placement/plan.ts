import type { Destination } from './rules.js';
import type { Mark } from '../sessions/mark.js';
import type { SessionTrace } from '../sessions/session-trace.js';
import type { Turn } from '../sessions/turn.js';

/** What is to be done with a span that does more than follow its parent. */
export interface Plan {
  readonly destination: Destination;
  /** The span's mark; where it opens a turn, the mark without that turn. */
  readonly mark: Mark;
  /** The trace that the span goes to; undefined for destination `parent`. */
  readonly trace: SessionTrace | undefined;
  /** The turn that the span joins; only for destination `turn`. */
  readonly joins: Turn | undefined;
  /** For a span of no session whose trace id, made by our generator, is a session's. */
  readonly freshTraceId: string | undefined;
  readonly opensTurn: boolean;
  /** The turn's own id, where it has one. */
  readonly interactionId: string | undefined;
  /** The span had no parent, or one that nobody exports. */
  readonly orphan: boolean;
}
