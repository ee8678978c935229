import type { Attributes, Context, Link, SpanKind } from '@opentelemetry/api';

/** The arguments of `shouldSample`, as they came. */
export interface Question {
  readonly context: Context;
  readonly traceId: string;
  readonly name: string;
  readonly kind: SpanKind;
  readonly attributes: Attributes;
  readonly links: Link[];
}
