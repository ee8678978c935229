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

/**
 * Calls back with each tracer provider that is, or will be, registered globally.
 *
 * @param onFailure - hears why watching failed; the application that registers something must not
 */
export function watchTracerProvider(
  onProvider: (provider: TracerProvider) => void,
  onFailure: (error: unknown) => void,
): void {
  const guarded =
    <T>(step: (value: T) => void) =>
    (value: T) => {
      try {
        step(value);
      } catch (error) {
        onFailure(error);
      }
    };
  const onProxy = guarded((proxy: ProxyFields) => {
    watchProxy(proxy, guarded(onProvider));
  });
  whenCreated(
    guarded((slot) => {
      wheneverSet(slot, onProxy);
    }),
  );
}

/** Calls back with the slot, at once or when a copy of the API creates it. */
function whenCreated(onSlot: (slot: ApiSlot) => void): void {
  const present = (globalThis as { [API]?: ApiSlot })[API];
  if (present !== undefined) {
    onSlot(present);
    return;
  }
  Object.defineProperty(globalThis, API, {
    configurable: true,
    enumerable: true,
    get: () => undefined,
    set: (slot: ApiSlot) => {
      definePlain(globalThis, API, slot);
      onSlot(slot);
    },
  });
}

/**
 * Calls back with what is registered for traces, now and each time that it is registered again after
 * `trace.disable()`. That deletes the property, and the setter on the prototype is in force once more; while
 * there is a property, the API, which reads it on every call, finds a plain one.
 */
function wheneverSet(slot: ApiSlot, onProxy: (proxy: ProxyFields) => void): void {
  const { trace: present } = slot;
  Object.setPrototypeOf(
    slot,
    Object.create(Object.getPrototypeOf(slot) as object | null, {
      trace: {
        get: () => undefined,
        set: (proxy: ProxyFields) => {
          definePlain(slot, 'trace', proxy);
          onProxy(proxy);
        },
      },
    }) as object,
  );
  if (present !== undefined) {
    onProxy(present);
  }
}

/** What an assignment makes where there is no setter. */
function definePlain(target: object, key: PropertyKey, value: unknown): void {
  Object.defineProperty(target, key, {
    configurable: true,
    enumerable: true,
    writable: true,
    value,
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
