import type { TextMapPropagator, TracerProvider } from '@opentelemetry/api';

/*
 * Where every copy of the OpenTelemetry API 1.x in a process keeps what is registered: the one thing that
 * applications share which bundle their own. It is only looked at. Whoever creates it stamps it with the
 * version of its copy, and refuses registrations by others: that must be the application.
 */
const API = Symbol.for('opentelemetry.js.api.1');

interface ApiSlot {
  trace?: ProxyFields;
  propagation?: TextMapPropagator;
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
  const onProxy = guarded((proxy: ProxyFields) => {
    watchProxy(proxy, guarded(onProvider, onFailure));
  }, onFailure);
  whenCreated(
    guarded((slot) => {
      wheneverSet(slot, 'trace', onProxy);
    }, onFailure),
  );
}

/** Calls back with each propagator that is, or will be, registered globally. */
export function watchPropagator(
  onPropagator: (propagator: TextMapPropagator) => void,
  onFailure: (error: unknown) => void,
): void {
  whenCreated(
    guarded((slot) => {
      wheneverSet(slot, 'propagation', guarded(onPropagator, onFailure));
    }, onFailure),
  );
}

function guarded<T>(
  step: (value: T) => void,
  onFailure: (error: unknown) => void,
): (value: T) => void {
  return (value) => {
    try {
      step(value);
    } catch (error) {
      onFailure(error);
    }
  };
}

/** Calls back with the slot, at once or when a copy of the API creates it. */
function whenCreated(onSlot: (slot: ApiSlot) => void): void {
  const present = (globalThis as { [API]?: ApiSlot })[API];
  if (present !== undefined) {
    onSlot(present);
    return;
  }
  // Another watch of ours may wait for it already.
  const waiting = Object.getOwnPropertyDescriptor(globalThis, API);
  Object.defineProperty(globalThis, API, {
    configurable: true,
    enumerable: true,
    get: () => undefined,
    set: (slot: ApiSlot) => {
      waiting?.set?.call(globalThis, slot);
      definePlain(globalThis, API, slot);
      onSlot(slot);
    },
  });
}

/**
 * Calls back with what is registered for a signal, now and each time that it is registered again after
 * `disable()`. That deletes the property, and the setter on the prototype is in force once more; while
 * there is a property, the API, which reads it on every call, finds a plain one.
 */
function wheneverSet<Signal extends keyof ApiSlot>(
  slot: ApiSlot,
  signal: Signal,
  onSet: (registered: NonNullable<ApiSlot[Signal]>) => void,
): void {
  const present = slot[signal];
  Object.setPrototypeOf(
    slot,
    Object.create(Object.getPrototypeOf(slot) as object | null, {
      [signal]: {
        get: () => undefined,
        set: (registered: NonNullable<ApiSlot[Signal]>) => {
          definePlain(slot, signal, registered);
          onSet(registered);
        },
      },
    }) as object,
  );
  if (present !== undefined) {
    onSet(present);
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
