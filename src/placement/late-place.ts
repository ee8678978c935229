import type { Attributes, Link, SpanContext } from '@opentelemetry/api';
import type { Session } from '../sessions/session.js';
import type { ParentKind } from './rules.js';

/** How a placed copy differs from its span: by value, so that it keeps no other span alive. */
export interface CopyChanges {
  readonly context: SpanContext;
  /** Its parent in the form of SDK 2 and 3, and in that of SDK 1. */
  readonly parentSpanContext: SpanContext | undefined;
  readonly parentSpanId: string | undefined;
  /** Attributes and links that were added. */
  readonly attributes: Attributes;
  readonly links: readonly Link[];
}

/** Where a span went whose session its end was to tell. */
export interface LateDecision {
  /** Undefined where it stayed in the trace that it was in. */
  readonly session: Session | undefined;
  /** Undefined where it went out as it was. */
  readonly changes: CopyChanges | undefined;
}

/** A span whose session its end may tell. */
export interface LateSpan {
  readonly parentKind: ParentKind;
  readonly place: LatePlace;
  /** The place of its parent, where that is a span of this kind as well. */
  readonly above: LatePlace | undefined;
}

/**
 * The place of a span whose end may tell its session. The span and those under it share it, so that it is
 * decided once, whichever exporter comes first, and is known for as long as anybody can ask.
 */
export class LatePlace {
  /** The session that its attributes tell at its end, null where they tell none; undefined until they are asked. */
  told: Session | null | undefined = undefined;
  /** The session into which spans under it went; 'several' where they did not agree. */
  crossedInto: Session | 'several' | undefined = undefined;
  /** A span under it went out as it was: moved, it would leave that one without its parent. */
  stays = false;
  /** Nothing is waited for any more: it is decided, or about to be. */
  settled = false;
  decision: LateDecision | undefined = undefined;

  /** Whether a span of a session can follow it in a trace of that session: it has neither gone elsewhere nor may it. */
  staysFor(session: Session, traceId: string): boolean {
    if (this.decision !== undefined) {
      return (this.decision.changes?.context.traceId ?? traceId) === traceId;
    }
    return this.told === undefined || this.told?.id === session.id;
  }

  /** A span of a session follows it: it goes along, whatever its own attributes tell at its end. */
  stayFor(session: Session): void {
    this.told ??= session;
  }

  noteCrossing(session: Session): void {
    const same = typeof this.crossedInto === 'object' && this.crossedInto.id === session.id;
    this.crossedInto = this.crossedInto === undefined || same ? session : 'several';
  }
}
