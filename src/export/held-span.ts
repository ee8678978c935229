import { TraceFlags, type SpanContext } from '@opentelemetry/api';
import type { LatePlace } from '../placement/late-place.js';
import type { ParentKind } from '../placement/rules.js';
import type { SdkSpanFields } from '../sdk/span.js';
import type { ExportableSpan } from '../sdk/span-exporter.js';
import type { Session } from '../sessions/session.js';
import type { FoundLateSpan } from './late-span-finder.js';
import { sizeOfSpan } from './size-of-span.js';

/** A span of a local trace without a session, as it is held. */
export interface HeldSpan {
  readonly span: ExportableSpan;
  readonly place: LatePlace;
  /** The place of its parent, where that has none yet, or had none when the span started. */
  readonly above: LatePlace | undefined;
  readonly parentKind: ParentKind;
  /** The span processor has not seen it start. */
  readonly isFromNowhere: boolean;
  /** The trace that it is held with. */
  readonly localTraceId: string;
  /** The parent that it was taken from as it started, where its place is there already. */
  readonly displaced: SpanContext | undefined;
  bytes: number;
  /** How often it was handed in: an exporter may be under two span processors. */
  times: number;
  /** Others that have its ids, and how often each was handed in: they go to its place. */
  others: Map<ExportableSpan, number> | undefined;
}

export function heldSpanOf(
  span: ExportableSpan,
  { parentKind, place, above, isFromNowhere, localTraceId, displaced }: FoundLateSpan,
): HeldSpan {
  return {
    span,
    place,
    above,
    parentKind,
    isFromNowhere,
    localTraceId,
    displaced,
    bytes: sizeOfSpan(span),
    times: 1,
    others: undefined,
  };
}

/** The span, and those that have its ids, as often as each was handed in. */
export function handedIn({ span, times, others }: HeldSpan): readonly ExportableSpan[] {
  return [[span, times] as const, ...(others ?? [])].flatMap(([each, timesOfEach]) =>
    Array<ExportableSpan>(timesOfEach).fill(each),
  );
}

/** The parent of a span, as far as the span tells, where it was not placed. */
export function unplacedParentOf({
  span,
  parentKind,
  displaced,
}: HeldSpan): SpanContext | undefined {
  if (displaced !== undefined) {
    return displaced;
  }
  const { parentSpanContext, parentSpanId } = span as SdkSpanFields;
  if (parentSpanContext !== undefined) {
    return parentSpanContext;
  }
  if (parentSpanId === undefined) {
    return undefined;
  }
  // SDK 1 keeps no more than the id; what stood behind it was seen when the span started.
  return {
    traceId: span.spanContext().traceId,
    spanId: parentSpanId,
    traceFlags: parentKind === 'unsampled' ? TraceFlags.NONE : TraceFlags.SAMPLED,
    isRemote: parentKind === 'remote',
  };
}

/** The session that its own attributes tell, or a span of it that follows it in its trace. */
export function toldOf({ place }: HeldSpan): Session | undefined {
  return place.told ?? undefined;
}
