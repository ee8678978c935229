import { trace, type Context, type SpanContext } from '@opentelemetry/api';

/** The context of the span that is active in a context; undefined where there is none, or it throws over the question. */
export function spanContextIn(from: Context): SpanContext | undefined {
  try {
    return trace.getSpanContext(from);
  } catch {
    // A span of somebody's own make.
    return undefined;
  }
}
