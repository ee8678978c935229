import { createContextKey, type Context } from '@opentelemetry/api';

// The key of `@opentelemetry/core`; the API makes equal keys from equal names.
const SUPPRESS_TRACING = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

/** A context in which instrumentations make no spans, as that of an export. */
export function suppressTracing(context: Context): Context {
  return context.setValue(SUPPRESS_TRACING, true);
}

/** Whether a context is one in which no spans are to be made. */
export function isTracingSuppressed(context: Context): boolean {
  return context.getValue(SUPPRESS_TRACING) === true;
}
