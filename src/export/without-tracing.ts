import { context } from '@opentelemetry/api';
import { isTracingSuppressed, suppressTracing } from '../sdk/suppress-tracing.js';

/** Runs what exports, so that an instrumented HTTP client makes no spans of it. */
export function withoutTracing<T>(exporting: () => T): T {
  const active = context.active();
  return isTracingSuppressed(active)
    ? exporting()
    : context.with(suppressTracing(active), exporting);
}
