import { trace, type Tracer, type TracerProvider } from '@opentelemetry/api';
import { atOnce } from '../diagnostics/promises.js';
import { SCOPE_NAME } from '../metrics/scope-name.js';
import type { InstrumentationScope } from '../sdk/instrumentation-scope.js';

const OWN_SCOPE: InstrumentationScope = Object.freeze({ name: SCOPE_NAME });

/** Makes the spans of our own making: roots, closing spans, the spans of log records. */
export class Tracers {
  /** The provider of the options, if they name one. */
  readonly #configured: (() => TracerProvider | undefined) | undefined;
  /** The provider that we were attached to. */
  carrier: TracerProvider | undefined = undefined;

  constructor(configured: (() => TracerProvider | undefined) | undefined) {
    this.#configured = configured;
  }

  /**
   * A tracer of the provider of the options, of the one that we were attached to, or of the global one. The provider
   * keeps one for each scope that it was ever asked for, so it is only asked for scopes of spans that it may have made.
   *
   * @throws TypeError where the provider answers a promise
   */
  tracer({ name, version, schemaUrl }: InstrumentationScope = OWN_SCOPE): Tracer | undefined {
    const provider =
      this.#configured === undefined
        ? (this.carrier ?? trace.getTracerProvider())
        : this.#configured();
    const options = schemaUrl === undefined ? undefined : { schemaUrl };
    return provider && atOnce(provider.getTracer(name, version, options));
  }
}
