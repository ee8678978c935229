import type { Attributes, Link, SpanContext } from '@opentelemetry/api';
import type { Session } from '../sessions/session.js';
import type { ParentKind } from './rules.js';
import { both, toldAtEnd, type Along, type Told, type ToldTogether } from './told.js';

/** How a placed copy differs from its span: by value, so that it keeps no other span alive. */
export interface CopyChanges {
  readonly context: SpanContext;
  /** Its parent in the form of SDK 2 and 3, and in that of SDK 1. */
  readonly parentSpanContext: SpanContext | undefined;
  readonly parentSpanId: string | undefined;
  /** Attributes and links that were added. */
  readonly attributes: Attributes;
  readonly links: readonly Link[];
  /** The link to the parent that it was taken from as it started is left out, or leads elsewhere. */
  readonly displaced?: DisplacedParent;
}

/** A parent that a span was taken from. */
export interface DisplacedParent {
  readonly spanId: string;
  /** Where that one is by now; undefined where it is the parent again. */
  readonly context: SpanContext | undefined;
}

/** Where a span went whose session its end was to tell. */
export interface LateDecision {
  /** Undefined where it stayed in the trace that it was in. */
  readonly session: Session | undefined;
  /** Undefined where it went out as it was. */
  readonly changes: CopyChanges | undefined;
  /** What it went along with there. */
  readonly along?: Along | undefined;
}

/** Where a span has to go that is still open. */
export interface Destiny {
  /** The context that it will have, marked. */
  readonly context: SpanContext;
  /** What it goes along with. */
  readonly told: Told;
}

/** A span whose session its end may tell. */
export interface LateSpan {
  readonly parentKind: ParentKind;
  readonly place: LatePlace;
  /** The place of its parent, where that is a span of this kind as well. */
  readonly above: LatePlace | undefined;
}

/** What is known of a local trace of no session from its start on. */
export interface TopOfTrace {
  /** It begins with a request that this process serves. */
  readonly isRequest: boolean;
  /** It has a parent in another process, which it keeps whatever its session. */
  readonly isAnchored: boolean;
}

/**
 * The place of a span whose end may tell its session. The span and those under it share it, so that it is
 * decided once, whichever exporter comes first, and is known for as long as anybody can ask.
 */
export class LatePlace {
  /** The place at the top of the local trace, which hears of all that starts in it; it alone, or a chain would grow. */
  readonly top: LatePlace;
  readonly isRequest: boolean;
  readonly isAnchored: boolean;
  /** The session that its attributes tell at its end, null where they tell none; undefined until they are asked. */
  told: Session | null | undefined = undefined;
  /** What spans under it have told. */
  below: ToldTogether = 'nothing';
  /** Spans of a session were started under it. */
  hasLive = false;
  /** A span under it went out as it was: moved, it would leave that one without its parent. */
  stays = false;
  /** Nothing is waited for any more: it is decided, or about to be. */
  settled = false;
  /** Where it has to go, because a span went out before it had ended and has its parent there. */
  destined: Destiny | undefined = undefined;
  decision: LateDecision | undefined = undefined;

  /** @param above - the place of its parent, or what is known of a span that has none of that kind */
  constructor(above: LatePlace | TopOfTrace = UNKNOWN) {
    this.top = above instanceof LatePlace ? above.top : this;
    this.isRequest = above.isRequest;
    this.isAnchored = above.isAnchored;
  }

  /** Whether a span of a session can follow it in a trace of that session: it has neither gone elsewhere nor may it. */
  staysFor(session: Session, traceId: string): boolean {
    if (this.decision !== undefined) {
      return (this.decision.changes?.context.traceId ?? traceId) === traceId;
    }
    if (this.destined !== undefined) {
      return this.destined.context.traceId === traceId;
    }
    return (this.told ?? session).id === session.id;
  }

  /** A span of a session follows it: it goes along, whatever its own attributes tell at its end. */
  stayFor(session: Session): void {
    this.told ??= session;
  }

  /** A span under it was placed in a session as it started. */
  noteStart(told: Told): void {
    this.hasLive = true;
    this.below = both(this.below, told);
    if (this.top !== this) {
      this.top.hasLive = true;
      this.top.below = both(this.top.below, told);
    }
  }

  /** A span under it went to a session at its end. */
  noteEnd(session: Session): void {
    this.below = both(this.below, toldAtEnd(session));
  }
}

/** Of spans from nowhere no more is known. */
const UNKNOWN: TopOfTrace = { isRequest: false, isAnchored: false };
