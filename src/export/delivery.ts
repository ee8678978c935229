import { describeValue } from '../diagnostics/describe-value.js';
import type { Notices } from '../diagnostics/notices.js';
import type { Counters } from '../metrics/counters.js';
import type { AnySpanExporter, ExportAnswer, ExportableSpan } from '../sdk/span-exporter.js';

interface Ears {
  readonly counters: Counters;
  readonly notices: Notices;
}

export const SUCCESS: ExportAnswer = Object.freeze({ code: 0 });
const FAILED = 1;

/** How long a delegate may take for spans that no caller waits for. */
const DELIVERY_TIMEOUT_MILLIS = 30_000;

/** Hands spans to the real exporter, and hears what became of them. */
export class Delivery {
  readonly #delegate: AnySpanExporter;
  readonly #ears: Ears;
  readonly #deliveries = new Set<Promise<void>>();

  constructor(delegate: AnySpanExporter, ears: Ears) {
    this.#delegate = delegate;
    this.#ears = ears;
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
      this.#ears.counters.exportFailures++;
      this.#ears.notices.warnOnce(
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
