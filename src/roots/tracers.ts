import { trace, type Tracer, type TracerProvider } from '@opentelemetry/api';
import { SCOPE_NAME } from '../metrics/scope-name.js';

/** Makes the spans of our own making: roots, closing spans, the spans of log records. */
export class Tracers {
  /** The provider of the options, if they name one. */
  readonly #configured: (() => TracerProvider | undefined) | undefined;
  /** The provider that we were attached to. */
  carrier: TracerProvider | undefined = undefined;

  constructor(configured: (() => TracerProvider | undefined) | undefined) {
    this.#configured = configured;
  }

  /** A tracer of the provider of the options, of the one that we were attached to, or of the global one. */
  tracer(scope: string = SCOPE_NAME, version?: string): Tracer | undefined {
    const provider =
      this.#configured === undefined
        ? (this.carrier ?? trace.getTracerProvider())
        : this.#configured();
    return provider?.getTracer(scope, version);
  }
}
