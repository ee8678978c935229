import { createContextKey, type Context, type SpanContext } from '@opentelemetry/api';

/*
 * Where work came from, for the spans in it that have no parent: a context keeps it when a span is taken out.
 */

const STARTED_BY = createContextKey('otel-session-trace.started-by');

const CALLED_BY = createContextKey('otel-session-trace.called-by');

/** A context that says which span started this process. */
export function setStarter(from: Context, starter: SpanContext): Context {
  return from.setValue(STARTED_BY, starter);
}

/** The span that started this process, in a context made by `contextFromEnvironment`. */
export function starterIn(from: Context): SpanContext | undefined {
  return from.getValue(STARTED_BY) as SpanContext | undefined;
}

/** A context that says which span sent the message that is handled in it. */
export function setCaller(from: Context, caller: SpanContext): Context {
  return from.setValue(CALLED_BY, caller);
}

/** The span that sent the message, in a context made by `contextFromCarrier`. */
export function callerIn(from: Context): SpanContext | undefined {
  return from.getValue(CALLED_BY) as SpanContext | undefined;
}
