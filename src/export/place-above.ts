import type { SpanContext } from '@opentelemetry/api';
import type { LatePlacing } from '../placement/late-placing.js';
import type { Destiny, LatePlace } from '../placement/late-place.js';
import type { Lifetime } from '../placement/lifetime.js';
import type { Along } from '../placement/told.js';
import type { Session } from '../sessions/session.js';
import { toldOf, unplacedParentOf } from './held-span.js';
import type { ReleasedSpan } from './held-trace.js';

/** What is known of the span above one that goes out. */
export interface PlaceAbove {
  /** The session that it has gone to, or will go to; undefined where it stays, or nothing is known yet. */
  readonly session: Session | undefined;
  /** Its context there. */
  readonly context: SpanContext | undefined;
  /** What it goes along with. */
  readonly along: Along | undefined;
  /** It is open, and free to go anywhere. */
  readonly isOpen: boolean;
}

const NOTHING_ABOVE: PlaceAbove = {
  session: undefined,
  context: undefined,
  along: undefined,
  isOpen: false,
};

/** Knows where the spans are that held ones have their parents in. */
export class PlacesAbove {
  readonly #latePlacing: LatePlacing;
  readonly #lifetime: Lifetime;

  constructor(latePlacing: LatePlacing, lifetime: Lifetime) {
    this.#latePlacing = latePlacing;
    this.#lifetime = lifetime;
  }

  /**
   * A bound may let go a span whose parent is open. Inside a request whose session is known, the parent is bound to
   * go there, so that the request stays whole however long it takes.
   */
  of(item: ReleasedSpan): PlaceAbove {
    const { above } = item.held;
    if (above === undefined) {
      return NOTHING_ABOVE;
    }
    if (above.decision !== undefined) {
      const { session, changes, along } = above.decision;
      return { session, context: session && changes?.context, along, isOpen: false };
    }
    above.destined ??= this.#destinyFor(above, item);
    const { destined } = above;
    if (destined === undefined) {
      return { ...NOTHING_ABOVE, isOpen: true };
    }
    const { told, context } = destined;
    return { session: told.session, context, along: told, isOpen: false };
  }

  #destinyFor(above: LatePlace, { held, agreed, stays }: ReleasedSpan): Destiny | undefined {
    const parent = unplacedParentOf(held);
    // What is still open when everything is shut down is never exported.
    const mayBind = above.isRequest && !above.stays && !stays && !this.#lifetime.isOver;
    if (
      !mayBind ||
      parent === undefined ||
      toldOf(held) !== undefined ||
      agreed?.trace === undefined
    ) {
      return undefined;
    }
    const { traceId } = above.isAnchored ? parent : agreed.trace;
    return this.#latePlacing.destine(parent, traceId, agreed);
  }
}
