import type { Span, SpanContext } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-node';
import type { SessionId } from './program.js';

/** What became of a span of the program. */
export interface PlayedSpan {
  readonly span: Span;
  readonly recorded: boolean;
  /** As `startSpan` returned it; a later change of it shows. */
  readonly contextAtStart: SpanContext;
  /** The session in the attribute that the program itself has set. */
  told: SessionId | undefined;
}

/** What became of a program. */
export interface Played {
  /** One for each `start`, in order. */
  readonly spans: readonly PlayedSpan[];
  /** What each exporter got, in order. */
  readonly exported: readonly (readonly ReadableSpan[])[];
  /** What was thrown into the program, and what nobody caught. */
  readonly errors: readonly string[];
}
