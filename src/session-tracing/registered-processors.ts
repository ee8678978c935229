import { tryToRead } from '../diagnostics/try-to-read.js';
import { registeredTracerProvider } from '../sdk/registered-provider.js';
import { isSessionTraceSpanProcessor } from './processor-brand.js';

/** The fields of the SDK's tracer providers that hold their span processors. */
interface ProviderFields {
  /** SDK 2 and 3. */
  readonly _activeSpanProcessor?: { readonly _spanProcessors?: readonly unknown[] };
  /** SDK 1. */
  readonly _registeredSpanProcessors?: readonly unknown[];
}

/** Whether the registered tracer provider shows its span processors, and none of them is one of ours. */
export function isMissingInRegistered(): boolean {
  const provider = registeredTracerProvider() as ProviderFields | undefined;
  const processors = tryToRead(
    () => provider?._activeSpanProcessor?._spanProcessors ?? provider?._registeredSpanProcessors,
  );
  return Array.isArray(processors) && !processors.some(isSessionTraceSpanProcessor);
}
