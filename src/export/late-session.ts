import type { Along, Told } from '../placement/told.js';
import type { Session } from '../sessions/session.js';
import { toldOf } from './held-span.js';
import type { ReleasedSpan } from './held-trace.js';
import type { PlaceAbove } from './place-above.js';

/** The session that a span goes to which started without one; undefined where it stays, or its parent decides. */
export function sessionFor(item: ReleasedSpan, above: PlaceAbove): Session | undefined {
  const { held, stays, cutOff } = item;
  const { destined } = held.place;
  if (destined !== undefined) {
    // In a trace of another process it follows its parent, whatever that one does.
    const followsOnly =
      held.place.isAnchored && held.parentKind === 'local' && above.context === undefined;
    return followsOnly ? undefined : destined.told.session;
  }
  if (stays || (cutOff && above.session === undefined)) {
    return undefined;
  }
  return toldOf(held) ?? above.session ?? agreedIn(item, above);
}

/**
 * With spans that were placed as they started, a span goes only where these have it as their parent again. Let go while
 * its parent is open, it would be linked to a place where that one may not be in the end.
 */
function agreedIn({ agreed }: ReleasedSpan, { isOpen }: PlaceAbove): Session | undefined {
  const mayGo = agreed?.isLive !== true || (agreed.trace !== undefined && !isOpen);
  return mayGo ? agreed?.session : undefined;
}

/** What a span goes along with in its session; undefined where nothing in its trace was placed as it started. */
export function alongFor(
  { held, agreed }: ReleasedSpan,
  session: Session,
  above: PlaceAbove,
): Along | undefined {
  const { top, destined } = held.place;
  if (!top.hasLive) {
    return undefined;
  }
  const live = [destined?.told, agreed, top.below].filter(
    (told): told is Told =>
      typeof told === 'object' && told.isLive && told.session.id === session.id,
  );
  // A turn that has a trace to itself is none that others can go to.
  const [first] = live;
  const going = live.find(({ trace }) => trace !== undefined) ?? first;
  // The trace that its parent went along with is one of the parent's session.
  const trace = above.session?.id === session.id ? above.along?.trace : undefined;
  return going ?? { trace, hasTurn: false };
}
