import type { Engine } from '../session-tracing/parts.js';
import { describeValue } from '../diagnostics/describe-value.js';
import type { ExportableSpan } from './replaceable-copy.js';

/** What an exporter answers. */
export interface ExportAnswer {
  /** 0 success, 1 failure. */
  readonly code: number;
  readonly error?: Error;
}

/** A span exporter of SDK 1, 2 or 3. */
export interface AnySpanExporter {
  export(spans: ExportableSpan[], resultCallback: (result: ExportAnswer) => void): void;
  shutdown(): Promise<void>;
  forceFlush?(): Promise<void>;
}

export const SUCCESS: ExportAnswer = Object.freeze({ code: 0 });
const FAILED = 1;

/** How long a delegate may take for spans that no caller waits for. */
const DELIVERY_TIMEOUT_MILLIS = 30_000;

/** Hands spans to the real exporter, and hears what became of them. */
export class Delivery {
  readonly #delegate: AnySpanExporter;
  readonly #engine: Pick<Engine, 'counters' | 'notices'>;
  readonly #deliveries = new Set<Promise<void>>();

  constructor(delegate: AnySpanExporter, engine: Pick<Engine, 'counters' | 'notices'>) {
    this.#delegate = delegate;
    this.#engine = engine;
  }

  /** Exports spans that no caller waits for; resolves when every such delivery is done, or given up. */
  async deliver(spans: ExportableSpan[]): Promise<void> {
    if (spans.length > 0) {
      const delivery = this.#sendWithin(spans, DELIVERY_TIMEOUT_MILLIS);
      this.#deliveries.add(delivery);
      void delivery.then(() => this.#deliveries.delete(delivery));
    }
    await Promise.all(this.#deliveries);
  }

  #sendWithin(spans: ExportableSpan[], timeoutMillis: number): Promise<void> {
    return new Promise((resolve) => {
      const timeout = setTimeout(() => {
        this.#note({ code: FAILED, error: new Error('the exporter does not answer') });
        resolve();
      }, timeoutMillis);
      timeout.unref();
      this.send(spans, () => {
        clearTimeout(timeout);
        resolve();
      });
    });
  }

  send(spans: ExportableSpan[], resultCallback: (result: ExportAnswer) => void): void {
    try {
      this.#delegate.export(spans, (result) => {
        this.#note(result);
        resultCallback(result);
      });
    } catch (error) {
      const result = { code: FAILED, error: asError(error) };
      this.#note(result);
      resultCallback(result);
    }
  }

  #note({ code, error }: ExportAnswer): void {
    if (code !== SUCCESS.code) {
      this.#engine.counters.exportFailures++;
      this.#engine.notices.warnOnce(
        'export failed',
        `the exporter behind sessions.exporter() failed: ${describeValue(error)}. Further failures are ` +
          'only counted (exportFailures in stats()).',
      );
    }
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(describeValue(error));
}
