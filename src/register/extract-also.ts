import type { TextMapPropagator } from '@opentelemetry/api';

// `Symbol.for`: an application may register the same propagator again, and two copies of this package may be there.
const EXTRACTS = Symbol.for('otel-session-trace.extracts');

/** Has a propagator of the application's extract what another one does as well. What it injects stays its own. */
export function extractAlso(
  propagator: TextMapPropagator,
  other: TextMapPropagator<unknown>,
): void {
  if (EXTRACTS in propagator) {
    return;
  }
  const extract = propagator.extract.bind(propagator);
  Object.defineProperty(propagator, EXTRACTS, { value: true });
  propagator.extract = (context, carrier, getter) =>
    other.extract(extract(context, carrier, getter), carrier, getter);
}
