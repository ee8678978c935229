import { metrics, type MeterProvider } from '@opentelemetry/api';
import { expected } from '../diagnostics/expected.js';
import { hasMethod } from './checks/has-method.js';

/** Where the package's own metrics go. */
export interface MeterProviderOption {
  /**
   * Where the package reports about itself (docs/metrics.md). Default: the globally registered one; as long as
   * there is none, nothing is reported and nothing is spent.
   *
   * @example
   * ```ts
   * createSessionTracing({ sessionId, meterProvider });
   * ```
   */
  readonly meterProvider?: MeterProvider;
}

/** Checks the option. The global provider may be registered later, so it is asked for each time. */
export function resolveMeterProvider({ meterProvider }: MeterProviderOption): {
  readonly meterProvider: () => MeterProvider;
} {
  if (meterProvider === undefined) {
    return { meterProvider: () => metrics.getMeterProvider() };
  }
  if (!hasMethod(meterProvider, 'getMeter')) {
    throw expected('meterProvider', 'a meter provider', meterProvider);
  }
  return { meterProvider: () => meterProvider };
}
