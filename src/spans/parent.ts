import { TraceFlags, trace, type Context, type SpanContext } from '@opentelemetry/api';
import type { ParentKind } from '../placement/rules.js';
import type { Mark } from '../sessions/mark.js';
import type { SdkSpanFields, StartedSpan } from '../sdk/span.js';

/**
 * The valid parent of a span, or undefined. The SDK has validated it already, which is dear: SDK 2
 * and 3 keep the very object, SDK 1 keeps the id.
 */
export function parentOf(span: StartedSpan, parentContext: Context): SpanContext | undefined {
  const fields = span as SdkSpanFields;
  if (fields.parentSpanContext !== undefined) {
    return fields.parentSpanContext;
  }
  return fields.parentSpanId === undefined ? undefined : trace.getSpanContext(parentContext);
}

/** Tells what stands behind a parent. */
export function kindOfParent(
  parent: SpanContext | undefined,
  mark: Mark | undefined,
  parentContext: Context,
): ParentKind {
  if (parent === undefined) {
    return 'none';
  }
  if (mark !== undefined) {
    return 'local';
  }
  if (parent.isRemote === true) {
    return 'remote';
  }
  if ((parent.traceFlags & TraceFlags.SAMPLED) === 0) {
    return 'unsampled';
  }
  const span = trace.getSpan(parentContext);
  // `ended` is what an SDK span has and a wrapped context has not.
  const ended = (span as { ended?: unknown } | undefined)?.ended === true;
  return ended || span?.isRecording() === true ? 'local' : 'phantom';
}
