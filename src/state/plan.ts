import type { Mark } from './mark.js';
import type { SessionTrace } from './session-trace.js';
import type { Turn } from './turn.js';

/** Where a span goes (see `Destination`), with what it goes to. */
type Target =
  | { readonly destination: 'parent' }
  | { readonly destination: 'root' | 'top'; readonly trace: SessionTrace }
  | { readonly destination: 'turn'; readonly turn: Turn };

/** What is to be done with a span that starts. */
export type Plan = Target & {
  /** The span's mark; where it opens a turn, the mark without that turn. */
  readonly mark: Mark;
  readonly opensTurn: boolean;
  /** The turn's own id, where it has one. */
  readonly interactionId?: string | undefined;
  /** The span had no parent, or one that nobody exports. */
  readonly orphan?: boolean;
};
