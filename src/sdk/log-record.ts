import type { AttributeValue, Context, HrTime, SpanContext } from '@opentelemetry/api';

/*
 * What this package needs to know of the logs SDK, as structure and not as an import: one build then fits
 * the records of `@opentelemetry/sdk-logs` 0.2xx and 3.
 */

/** A log record as a log record processor is given it. */
export interface EmittedLogRecord {
  readonly hrTime: HrTime;
  readonly hrTimeObserved?: HrTime;
  /** The span that the record was emitted in. */
  spanContext?: SpanContext | undefined;
  readonly eventName?: string | undefined;
  readonly severityNumber?: number | undefined;
  readonly severityText?: string | undefined;
  readonly body?: unknown;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly instrumentationScope?: { readonly name: string; readonly version?: string | undefined };
  setAttribute(key: string, value?: AttributeValue): unknown;
}

/** A log record processor of `@opentelemetry/sdk-logs` 0.2xx or 3. Its hooks never throw and never wait. */
export interface SessionLogProcessor {
  onEmit(record: EmittedLogRecord, context?: Context): void;
  /** Whether records are wanted for its own sake; the logs SDK makes none that nobody wants. */
  enabled(): boolean;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}
