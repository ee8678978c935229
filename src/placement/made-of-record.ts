import { createContextKey, type Context } from '@opentelemetry/api';

const MADE_OF_RECORD = createContextKey('otel-session-trace.made-of-record');

/** The context to start the span of a log record in. */
export function forSpanOfRecord(context: Context): Context {
  return context.setValue(MADE_OF_RECORD, true);
}

/** Whether a span that starts in a context is made of a log record. */
export function isForSpanOfRecord(context: Context): boolean {
  return context.getValue(MADE_OF_RECORD) === true;
}
