import { ProxyTracerProvider, trace, type TracerProvider } from '@opentelemetry/api';

/** The tracer provider that is registered globally; undefined where none is. */
export function registeredTracerProvider(): TracerProvider | undefined {
  const registered: TracerProvider & { getDelegate?(): TracerProvider } = trace.getTracerProvider();
  const provider = registered.getDelegate?.() ?? registered;
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- There is no other way to see the API's own stand-in.
  return provider === new ProxyTracerProvider().getDelegate() ? undefined : provider;
}
