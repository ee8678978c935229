import type { TracerProvider } from '@opentelemetry/api';
import { expected } from '../diagnostics/expected.js';
import type { Guard } from '../diagnostics/guard.js';
import { atOnce } from '../diagnostics/promises.js';
import { hasMethod } from './checks/has-method.js';

/** Who makes the session root. */
export interface TracerProviderOption {
  /**
   * Who makes the session root span: the provider that carries this span processor, or a function that
   * gives it. Default: the globally registered one.
   *
   * @example
   * ```ts
   * createSessionTracing({ sessionId, tracerProvider: () => provider });
   * ```
   */
  readonly tracerProvider?: TracerProvider | (() => TracerProvider);
}

interface ResolvedTracerProvider {
  /** Undefined where the option was left out. */
  readonly tracerProvider: (() => TracerProvider | undefined) | undefined;
}

/** Checks the option, and makes a function of a provider. */
export function resolveTracerProvider(
  { tracerProvider }: TracerProviderOption,
  guard: Guard,
): ResolvedTracerProvider {
  if (tracerProvider === undefined) {
    return { tracerProvider };
  }
  if (typeof tracerProvider === 'function') {
    const ask = guard.wrap('tracerProvider', () => atOnce(tracerProvider()));
    return { tracerProvider: () => ask(undefined, undefined) };
  }
  if (!hasMethod(tracerProvider, 'getTracer')) {
    throw expected(
      'tracerProvider',
      'a tracer provider or a function that returns one',
      tracerProvider,
    );
  }
  return { tracerProvider: () => tracerProvider };
}
