import type { AttributeValue, Link, SpanContext } from '@opentelemetry/api';
import type { InstrumentationScope } from './instrumentation-scope.js';
import type { SpanStart } from './span-start.js';

/*
 * What this package needs to know of the SDK, as structure and not as an import: one build then fits
 * the spans of SDK 1, 2 and 3.
 */

/** A span as a span processor is given it when it starts. */
export interface StartedSpan extends SpanStart {
  spanContext(): SpanContext;
  setAttribute(key: string, value: AttributeValue): unknown;
}

/** A span as a span processor is given it when it has ended. */
export interface EndedSpan {
  spanContext(): SpanContext;
}

/**
 * The fields of the SDK's span that placing reads and writes. All of them are looked at with care: a
 * span of another make may have none.
 */
export interface SdkSpanFields {
  /** SDK 2 and 3. */
  parentSpanContext?: SpanContext | undefined;
  /** SDK 1. */
  parentSpanId?: string | undefined;
  readonly ended?: boolean;
  readonly startTime?: [number, number];
  readonly resource?: unknown;
  /** SDK 2 and 3. */
  readonly instrumentationScope?: InstrumentationScope | undefined;
  /** SDK 1. */
  readonly instrumentationLibrary?: InstrumentationScope | undefined;
  readonly links?: readonly Link[];
  readonly droppedLinksCount?: number;
  readonly _spanLimits?: {
    readonly linkCountLimit?: number;
    readonly attributeValueLengthLimit?: number;
  };
  readonly _spanProcessor?: { readonly _spanProcessors?: readonly unknown[] };
  addLink?(link: Link): unknown;
}
