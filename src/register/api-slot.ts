import type { TracerProvider } from '@opentelemetry/api';

/*
 * Where every copy of the OpenTelemetry API 1.x in a process keeps what is registered: the one thing that
 * applications share which bundle their own. It is only looked at. Whoever creates it stamps it with the
 * version of its copy, and refuses registrations by others: that must be the application.
 */
const API = Symbol.for('opentelemetry.js.api.1');

interface ApiSlot {
  trace?: ProxyFields;
}

/** The API registers its proxy first and sets the provider behind it after. */
interface ProxyFields extends TracerProvider {
  getDelegate?(): TracerProvider;
  setDelegate?(provider: TracerProvider): void;
}

/** Calls back with each tracer provider that is, or will be, registered globally. */
export function watchTracerProvider(onProvider: (provider: TracerProvider) => void): void {
  whenSet(globalThis as { [API]?: ApiSlot }, API, (slot) => {
    whenSet(slot, 'trace', (proxy) => {
      watchProxy(proxy, onProvider);
    });
  });
}

/**
 * Calls back with the value of a property, at once or when it is set, and then leaves a plain property
 * behind: the API reads both on every call.
 */
function whenSet<T extends object, K extends keyof T>(
  target: T,
  key: K,
  onValue: (value: NonNullable<T[K]>) => void,
): void {
  const present = target[key];
  if (present !== undefined && present !== null) {
    onValue(present);
    return;
  }
  Object.defineProperty(target, key, {
    configurable: true,
    enumerable: true,
    get: () => undefined,
    set: (value: NonNullable<T[K]>) => {
      Object.defineProperty(target, key, {
        configurable: true,
        enumerable: true,
        writable: true,
        value,
      });
      onValue(value);
    },
  });
}

function watchProxy(proxy: ProxyFields, onProvider: (provider: TracerProvider) => void): void {
  const setDelegate = proxy.setDelegate?.bind(proxy);
  const present = proxy.getDelegate?.();
  if (setDelegate === undefined || present === undefined) {
    onProvider(proxy);
    return;
  }
  if (isSdkProvider(present)) {
    onProvider(present);
  }
  proxy.setDelegate = (provider) => {
    setDelegate(provider);
    onProvider(provider);
  };
}

/** The API's no-op provider can do one thing; a provider of an SDK can be shut down. */
function isSdkProvider(provider: TracerProvider): boolean {
  return typeof (provider as { shutdown?: unknown }).shutdown === 'function';
}
