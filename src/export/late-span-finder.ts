import type { SpanContext, SpanKind } from '@opentelemetry/api';
import type { Notices } from '../diagnostics/notices.js';
import { LatePlace, type LateSpan } from '../placement/late-place.js';
import type { Lifetime } from '../placement/lifetime.js';
import type { ParentKind } from '../placement/rules.js';
import { UndecidedMark } from '../placement/undecided-mark.js';
import { OWN_SPAN } from '../roots/own-spans.js';
import { isRequest } from '../sdk/is-request.js';
import type { SdkSpanFields } from '../sdk/span.js';
import type { ExportableSpan } from '../sdk/span-exporter.js';
import { dropOldest } from '../sessions/drop-oldest.js';
import { markOf } from '../sessions/marked-context.js';
import { displacedParentIn } from '../spans/links.js';

/** Places of spans from nowhere that are remembered: for their children, their parents and the next exporter. */
const MAX_PLACES = 10_000;

/** A span whose session its end may tell, and whether its start was seen by the span processor. */
export interface FoundLateSpan extends LateSpan {
  readonly isFromNowhere: boolean;
  /** The trace that it is in, or was in until it was placed as it started. */
  readonly localTraceId: string;
  /** For a span that was placed as it started: the parent that it was taken from, whose end may tell its session. */
  readonly displaced: SpanContext | undefined;
}

/**
 * Knows which spans may be placed at export. The span processor marks every span that it sees start: its mark says
 * whether a span is to be placed here. A span without any mark came from nowhere, and is known by its ids alone. One
 * that was placed under a session root as it started may get its parent back, and knows it by the link to it.
 */
export class LateSpanFinder {
  readonly #owner: object;
  readonly #endMayTell: boolean;
  readonly #lifetime: Lifetime;
  readonly #notices: Notices;
  readonly #places = new Map<string, LatePlace>();

  /** @param owner - whose marks the spans carry that the span processor has seen */
  constructor(owner: object, endMayTell: boolean, lifetime: Lifetime, notices: Notices) {
    this.#owner = owner;
    this.#endMayTell = endMayTell;
    this.#lifetime = lifetime;
    this.#notices = notices;
  }

  /** Undefined for a span that goes out as it is. */
  find(span: ExportableSpan): FoundLateSpan | undefined {
    const own = span.spanContext();
    const mark = markOf(own);
    if (mark === undefined) {
      this.#checkAlone();
      const mayMove =
        this.#endMayTell && !this.#lifetime.isOver && span.attributes[OWN_SPAN] === undefined;
      return mayMove ? this.#fromNowhere(span, own) : undefined;
    }
    if (!(mark instanceof UndecidedMark)) {
      return mark.owner === this.#owner && mark.session !== undefined
        ? this.#taken(span)
        : undefined;
    }
    if (mark.owner !== this.#owner) {
      this.#notices.warnOnce(
        'exporter of another',
        'sessions.exporter got spans that wait for their session in the span processor of another SessionTracing: it leaves ' +
          'them as they are. Take spanProcessor and exporter(...) of one and the same.',
      );
      return undefined;
    }
    const { parentKind, place, above } = mark;
    return {
      ...{ parentKind, place, above },
      ...{ isFromNowhere: false, localTraceId: own.traceId, displaced: undefined },
    };
  }

  #taken({ links }: ExportableSpan): FoundLateSpan | undefined {
    const displaced = displacedParentIn(links);
    const mark = displaced && markOf(displaced);
    return displaced !== undefined && mark instanceof UndecidedMark && mark.owner === this.#owner
      ? {
          ...{ parentKind: 'local', place: new LatePlace(mark.place), above: mark.place },
          ...{ isFromNowhere: false, localTraceId: displaced.traceId, displaced },
        }
      : undefined;
  }

  /** Without the span processor there is nothing to go by but attributes. */
  #checkAlone(): void {
    if (!this.#endMayTell && !this.#lifetime.hasBegun) {
      this.#notices.warnOnce(
        'exporter alone',
        'sessions.exporter can place nothing: its span processor has seen no span, and `sessionId` reads no attributes. Put ' +
          "`sessions.spanProcessor` first into the `spanProcessors`, or say the session with `fromAttributes('session.id')`.",
      );
    }
  }

  #fromNowhere(span: SdkSpanFields & { kind?: SpanKind }, own: SpanContext): FoundLateSpan {
    const parentId = span.parentSpanContext?.spanId ?? span.parentSpanId;
    const parentKind = parentId === undefined ? 'none' : kindOfParent(span);
    return {
      parentKind,
      place: this.#placeOf(own.traceId, own.spanId),
      above:
        parentKind === 'local' && parentId !== undefined
          ? this.#placeOf(own.traceId, parentId)
          : undefined,
      ...{ isFromNowhere: true, localTraceId: own.traceId, displaced: undefined },
    };
  }

  #placeOf(traceId: string, spanId: string): LatePlace {
    const id = traceId + spanId;
    const place = this.#places.get(id) ?? new LatePlace();
    // Put in anew: what was asked for last is forgotten last.
    this.#places.delete(id);
    this.#places.set(id, place);
    dropOldest(this.#places, MAX_PLACES);
    return place;
  }
}

function kindOfParent({
  parentSpanContext,
  kind,
}: SdkSpanFields & { kind?: SpanKind }): ParentKind {
  if (parentSpanContext === undefined) {
    // A span of SDK 1 tells no more of its parent than the id; what serves a request was asked for from elsewhere.
    return isRequest(kind) ? 'remote' : 'local';
  }
  return parentSpanContext.isRemote === true ? 'remote' : 'local';
}
