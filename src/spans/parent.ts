import { trace, type Context, type SpanContext } from '@opentelemetry/api';
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
