import type { LateDecision } from '../placement/late-place.js';
import type { FirstTurnPlacing } from '../placement/first-turn-placing.js';
import type { StartedSpan } from '../sdk/span.js';
import type { SpanThatWaited } from './before-first-turn.js';
import { changesIn, replaceableCopy } from './placed-copy.js';

/**
 * Decides on the place of a span that has waited.
 *
 * @throws whatever a span of another make throws
 */
export function decideAfterWait(
  placing: FirstTurnPlacing,
  { span, mark }: SpanThatWaited,
): LateDecision {
  const copy: StartedSpan = replaceableCopy(span);
  const isMoved = placing.placeCopy(copy, mark);
  return { session: mark.session, changes: isMoved ? changesIn(copy, span) : undefined };
}
