import type { LateDecision } from '../placement/late-place.js';
import type { FirstTurnPlacing } from '../placement/first-turn-placing.js';
import type { FinishedRoots } from '../roots/finished-roots.js';
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
  finishedRoots: FinishedRoots,
  { span, mark }: SpanThatWaited,
): LateDecision {
  const copy: StartedSpan = replaceableCopy(span);
  const place = (): boolean => placing.placeCopy(copy, mark);
  const isMoved = mark.isFromNowhere ? finishedRoots.whilePlacing(span, place) : place();
  return { session: mark.session, changes: isMoved ? changesIn(copy, span) : undefined };
}
