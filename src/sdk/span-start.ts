import type { Attributes, SpanKind } from '@opentelemetry/api';

/** A span as it is known when it starts. */
export interface SpanStart {
  readonly name: string;
  readonly kind: SpanKind;
  /** The attributes that were given at start. */
  readonly attributes: Attributes;
}
