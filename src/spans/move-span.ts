import type { SpanContext, TraceState } from '@opentelemetry/api';
import type { Mark } from '../sessions/mark.js';
import { markOf, setMark } from '../sessions/marked-context.js';
import { parentFieldOf, readParentField, writeParent, writeParentField } from './parent-field.js';
import type { StartedSpan } from '../sdk/span.js';

/*
 * The only code that writes into a span of the SDK.
 *
 * The specification calls SpanContext immutable. At this point that is not yet anybody's promise: the
 * SDK made the object a moment ago, `onStart` runs inside the span's constructor, and nobody else has
 * seen it. From the return of `startSpan` on it does not change.
 */

/** Gives a span its mark. False, and nothing changed, where the span cannot be written. */
export function markSpan(span: StartedSpan, own: SpanContext, mark: Mark): boolean {
  try {
    setMark(own, mark);
    return true;
  } catch {
    return replaceSpanContext(span, own, mark);
  }
}

/** Gives a session root its span id and its mark. False where the span cannot be written. */
export function markRoot(span: StartedSpan, own: SpanContext, spanId: string, mark: Mark): boolean {
  try {
    own.spanId = spanId;
    setMark(own, mark);
    return true;
  } catch {
    return replaceSpanContext(span, { ...own, spanId }, mark);
  }
}

/**
 * Gives a span another trace id and parent, and its mark. Span id, flags, times, kind, attributes and
 * links stay. A tracestate that came with the displaced parent goes with it; one that the sampler set
 * stays. False, and nothing changed, where the span cannot be written.
 */
export function moveSpan(
  span: StartedSpan,
  own: SpanContext,
  displaced: SpanContext | undefined,
  traceId: string,
  parent: SpanContext | undefined,
  mark: Mark,
): boolean {
  const field = parentFieldOf(span);
  if (field === undefined || own === displaced) {
    return false;
  }
  const before = readParentField(span, field);
  if (!writeParent(span, field, parent)) {
    return false;
  }
  const inherited = displaced !== undefined && own.traceState === displaced.traceState;
  const traceState = inherited ? undefined : own.traceState;
  // Read back from the span: one that answers with a copy each time would not know of it.
  const written =
    (writeSpanContext(own, traceId, traceState, mark) && span.spanContext().traceId === traceId) ||
    replaceSpanContext(span, withIds(own, traceId, traceState), mark);
  if (!written) {
    writeParentField(span, field, before);
  }
  return written;
}

/** Takes the parent away from a span; false where that is not possible. */
export function clearParent(span: StartedSpan): boolean {
  const field = parentFieldOf(span);
  return field !== undefined && writeParent(span, field, undefined);
}

/** Whether a span has its parent where an SDK of a known major has it, and can be written. */
export function isWritable(span: StartedSpan): boolean {
  const field = parentFieldOf(span);
  // It takes what is there: cheaper to try than to ask `Object.isFrozen`.
  return field !== undefined && writeParentField(span, field, readParentField(span, field));
}

function writeSpanContext(
  own: SpanContext,
  traceId: string,
  traceState: TraceState | undefined,
  mark: Mark,
): boolean {
  const { traceId: traceIdBefore, traceState: traceStateBefore } = own;
  try {
    own.traceId = traceId;
    if (own.traceState !== traceState) {
      (own as { traceState: TraceState | undefined }).traceState = traceState;
    }
    setMark(own, mark);
  } catch {
    Reflect.set(own, 'traceId', traceIdBefore);
    Reflect.set(own, 'traceState', traceStateBefore);
    return false;
  }
  return own.traceId === traceId;
}

function withIds(
  { spanId, traceFlags }: SpanContext,
  traceId: string,
  traceState: TraceState | undefined,
): SpanContext {
  return { traceId, spanId, traceFlags, ...(traceState === undefined ? {} : { traceState }) };
}

/** The way for a frozen context: the span answers with a copy from now on. */
function replaceSpanContext(span: StartedSpan, context: SpanContext, mark: Mark): boolean {
  const copy = { ...context };
  setMark(copy, mark);
  const replaced = Reflect.defineProperty(span, 'spanContext', {
    value: () => copy,
    configurable: true,
    writable: true,
  });
  return replaced && markOf(span.spanContext()) === mark;
}
