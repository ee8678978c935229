import type { TracerProvider } from '@opentelemetry/api';
import { watchTracerProvider } from '../../src/register/api-slot.js';

const API = Symbol.for('opentelemetry.js.api.1');
const slots = globalThis as { [API]?: Record<string, unknown> | undefined };

let provider: TracerProvider & { shutdown(): void };
let seen: TracerProvider[];
let failures: unknown[];

beforeEach(() => {
  Reflect.deleteProperty(slots, API);
  provider = { getTracer: jest.fn(), shutdown: jest.fn() };
  seen = [];
  failures = [];
});

afterAll(() => {
  Reflect.deleteProperty(slots, API);
});

function watch(): void {
  watchTracerProvider(
    (each) => {
      seen.push(each);
    },
    (error) => {
      failures.push(error);
    },
  );
}

/** As the API's proxy: a provider that can do one thing, until it is given a delegate. */
function newProxy(): TracerProvider & {
  getDelegate(): TracerProvider;
  setDelegate(delegate: TracerProvider): void;
} {
  let delegate: TracerProvider = { getTracer: jest.fn() };
  return {
    getTracer: jest.fn(),
    getDelegate: () => delegate,
    setDelegate: (given) => {
      delegate = given;
    },
  };
}

describe('watchTracerProvider', () => {
  it('sees a provider that is registered by now', () => {
    const proxy = newProxy();
    proxy.setDelegate(provider);
    slots[API] = { version: '1.9.0', trace: proxy };
    watch();

    expect(seen).toEqual([provider]);
  });

  it('sees one that is put behind the proxy that is registered by now', () => {
    const proxy = newProxy();
    slots[API] = { version: '1.9.0', trace: proxy };
    watch();
    proxy.setDelegate(provider);

    expect(seen).toEqual([provider]);
    expect(proxy.getDelegate()).toBe(provider);
  });

  it('sees one in a slot that was created for something else', () => {
    slots[API] = { version: '1.9.0', diag: {} };
    watch();
    const proxy = newProxy();
    slots[API]['trace'] = proxy;
    proxy.setDelegate(provider);

    expect(seen).toEqual([provider]);
  });

  it('sees one in a slot that is created later', () => {
    watch();
    const proxy = newProxy();
    slots[API] = { version: '1.9.0' };
    slots[API]['trace'] = proxy;
    proxy.setDelegate(provider);

    expect(seen).toEqual([provider]);
  });

  it('sees a provider without a proxy', () => {
    watch();
    slots[API] = { version: '1.0.0' };
    slots[API]['trace'] = provider;

    expect(seen).toEqual([provider]);
  });

  it('sees another one after the first was taken away', () => {
    watch();
    slots[API] = { version: '1.9.0' };
    for (const name of ['first', 'second']) {
      const proxy = newProxy();
      slots[API]['trace'] = proxy;
      proxy.setDelegate(Object.assign({ ...provider }, { name }));
      delete slots[API]['trace'];
    }

    expect(seen).toEqual([
      expect.objectContaining({ name: 'first' }),
      expect.objectContaining({ name: 'second' }),
    ]);
  });

  it('creates nothing', () => {
    watch();

    expect(slots[API]).toBeUndefined();
  });

  it('leaves plain properties behind', () => {
    watch();
    const slot = { version: '1.9.0' };
    slots[API] = slot;
    slots[API]['trace'] = newProxy();

    expect(Object.getOwnPropertyDescriptor(slots, API)).toMatchObject({ writable: true });
    expect(Object.getOwnPropertyDescriptor(slot, 'trace')).toMatchObject({ writable: true });
    expect(Object.keys(slot)).toEqual(['version', 'trace']);
  });

  it('does not let the application hear that watching failed', () => {
    watchTracerProvider(
      () => {
        throw new Error('attaching failed');
      },
      (error) => {
        failures.push(error);
      },
    );
    slots[API] = { version: '1.9.0' };
    const proxy = newProxy();
    slots[API]['trace'] = proxy;
    proxy.setDelegate(provider);

    expect(failures).toEqual([new Error('attaching failed')]);
    expect(proxy.getDelegate()).toBe(provider);
  });

  it('does not let the application hear that its slot cannot be watched', () => {
    watch();
    const slot = Object.freeze({ version: '1.9.0' });
    slots[API] = slot;

    expect(slots[API]).toBe(slot);
    expect(failures).toEqual([expect.any(TypeError)]);
  });
});
