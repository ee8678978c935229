import { TraceFlags, type SpanContext } from '@opentelemetry/api';
import type { UndecidedMark } from '../placement/undecided-mark.js';
import type { SdkSpanFields } from '../sdk/span.js';
import type { ExportableSpan } from '../sdk/span-exporter.js';
import type { Session } from '../sessions/session.js';
import { sizeOf } from './replaceable-copy.js';

/** A span of a local trace without a session, held or gone. */
export interface HeldSpan {
  /** Undefined once it has gone out. */
  span: ExportableSpan | undefined;
  readonly spanId: string;
  readonly parentId: string | undefined;
  /** Nothing of this process is above it. */
  readonly isTop: boolean;
  readonly bytes: number;
  /** The session that its own attributes tell, or else the spans started under it, if they agree. */
  readonly told: Session | undefined;
  /** The session that it went to. */
  session: Session | undefined;
  /** Its context as it went out, for its children. */
  context: SpanContext | undefined;
}

/** @param told - the session that the attributes of the span tell */
export function heldSpanOf(
  span: ExportableSpan,
  { parentKind, crossedInto }: UndecidedMark,
  told: Session | undefined,
): HeldSpan {
  const { parentSpanContext, parentSpanId } = span as SdkSpanFields;
  return {
    span,
    spanId: span.spanContext().spanId,
    parentId: parentSpanContext?.spanId ?? parentSpanId,
    isTop: parentKind !== 'local',
    bytes: sizeOf(span),
    told: told ?? (crossedInto === 'several' ? undefined : crossedInto),
    session: undefined,
    context: undefined,
  };
}

/** For a span whose parent is in another process: what is known of that parent. */
export function remoteParentOf(span: ExportableSpan, { isTop }: HeldSpan): SpanContext | undefined {
  const { parentSpanContext, parentSpanId } = span as SdkSpanFields;
  if (parentSpanContext !== undefined) {
    return parentSpanContext;
  }
  const { traceId } = span.spanContext();
  return parentSpanId === undefined
    ? undefined
    : { traceId, spanId: parentSpanId, traceFlags: TraceFlags.SAMPLED, isRemote: isTop };
}
