import {
  isValidSpanId,
  trace,
  type Attributes,
  type Context,
  type Link,
  type SpanContext,
  type SpanKind,
} from '@opentelemetry/api';

/** The arguments of `shouldSample`, as they came. */
export interface Question {
  readonly context: Context;
  readonly traceId: string;
  readonly name: string;
  readonly kind: SpanKind;
  readonly attributes: Attributes;
  readonly links: Link[];
}

/**
 * The valid parent of the span in question. If it has one, the SDK gives the sampler the parent's trace id; but an
 * invalid one may have the very trace id that our id generator gave out for the span.
 */
export function parentIn({ context, traceId }: Question): SpanContext | undefined {
  const active = trace.getSpanContext(context);
  return active?.traceId === traceId && isValidSpanId(active.spanId) ? active : undefined;
}
