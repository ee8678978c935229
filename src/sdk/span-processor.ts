import type { Context } from '@opentelemetry/api';
import type { EndedSpan, StartedSpan } from './span.js';

/** A span processor of SDK 1, 2 or 3. */
export interface AnySpanProcessor {
  onStart(span: StartedSpan, parentContext: Context): void;
  /** SDK 2 and 3: the span is about to end, and takes attributes for the last time. */
  readonly onEnding?: (span: StartedSpan) => void;
  onEnd(span: EndedSpan): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}
