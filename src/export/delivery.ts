import type { Notices } from '../diagnostics/notices.js';
import { isPromise } from '../diagnostics/promises.js';
import type { Counters } from '../metrics/counters.js';
import type { AnySpanExporter, ExportAnswer, ExportableSpan } from '../sdk/span-exporter.js';
import { SUCCESS, TOO_LATE, failureOf, isAnswer } from './answers.js';
import { MAX_MILLIS, type ResolvedHolding } from './holding-options.js';
import { quietTimer } from './quiet-timer.js';
import { WaitingSpans } from './waiting-spans.js';
import { withoutTracing } from './without-tracing.js';

interface Ears {
  readonly counters: Counters;
  readonly notices: Notices;
}

type DeliveryBounds = Pick<ResolvedHolding, 'exportTimeoutMillis' | 'maxSpans'>;

/** Who hears of the end of an export. */
interface Listeners {
  readonly resultCallback?: (result: ExportAnswer) => void;
  /** It has been answered, or given up. */
  readonly whenOver?: () => void;
}

/**
 * Hands spans to the real exporter, and hears what became of them. A span processor exports when it will; what
 * nobody but us exports waits for what is running, as a batch processor runs one export at a time.
 */
export class Delivery {
  readonly #delegate: AnySpanExporter;
  readonly #ears: Ears;
  readonly #timeoutMillis: number;
  readonly #running = new Set<Promise<void>>();
  readonly #queue: WaitingSpans;
  /** The end of our own deliveries, as far as there are any: one that runs, and one with all that waits. */
  #own: Promise<void> = Promise.resolve();
  #ownIsRunning = false;

  /** @param bounds - how long the delegate may take to answer, and how many spans may wait */
  constructor(
    delegate: AnySpanExporter,
    ears: Ears,
    { exportTimeoutMillis, maxSpans }: DeliveryBounds,
  ) {
    this.#delegate = delegate;
    this.#ears = ears;
    this.#timeoutMillis = exportTimeoutMillis;
    this.#queue = new WaitingSpans(maxSpans, ears);
  }

  /** Exports for a span processor, at once unless a delivery of our own is running. */
  send(spans: ExportableSpan[], resultCallback: (result: ExportAnswer) => void): void {
    if (!this.#ownIsRunning && this.#queue.isEmpty) {
      void this.#start(spans, { resultCallback });
    } else if (this.#queue.reserve(spans.length)) {
      void this.#own.then(() => {
        this.#queue.free(spans.length);
        void this.#start(spans, { resultCallback });
      });
    } else {
      resultCallback(TOO_LATE);
    }
  }

  /** Exports spans that no caller waits for; resolves when all such deliveries are done, or given up. */
  deliver(spans: ExportableSpan[]): Promise<void> {
    if (spans.length === 0) {
      return this.#own;
    }
    const isIdle = !this.#ownIsRunning && this.#queue.isEmpty && this.#running.size === 0;
    if (isIdle) {
      // At once where nothing runs: a process that is about to exit may wait for nobody.
      this.#own = this.#startOwn(spans);
    } else if (this.#queue.add(spans)) {
      // What comes meanwhile goes with it: whoever waits, waits for two deliveries at most.
      this.#own = Promise.all([this.#own, ...this.#running]).then(() =>
        this.#startOwn(this.#queue.takeAll()),
      );
    }
    return this.#own;
  }

  /** Calls the delegate's `forceFlush` or `shutdown`, which may hang as well. */
  async call(what: 'forceFlush' | 'shutdown'): Promise<void> {
    const { promise: isLate, resolve } = deferred();
    const timeout = quietTimer(() => {
      this.#note(TOO_LATE);
      resolve();
    }, this.#timeoutMillis);
    try {
      await Promise.race([withoutTracing(() => this.#delegate[what]?.()), isLate]);
    } finally {
      clearTimeout(timeout);
    }
  }

  /** Runs work that somebody waits for: each wait in it ends, and until then the process is kept alive. */
  async keepingProcessAlive(work: () => Promise<void>): Promise<void> {
    // It is there to be alive, not to fire.
    const alive = setInterval(() => undefined, MAX_MILLIS);
    try {
      await work();
    } finally {
      clearInterval(alive);
    }
  }

  #startOwn(spans: ExportableSpan[]): Promise<void> {
    this.#ownIsRunning = true;
    return this.#start(spans, {
      whenOver: () => {
        this.#ownIsRunning = false;
      },
    });
  }

  /** Resolves when the delegate has answered, or takes too long; a span processor has its own idea of that. */
  #start(spans: ExportableSpan[], { resultCallback, whenOver }: Listeners): Promise<void> {
    const { promise, resolve } = deferred();
    const end = (result: ExportAnswer): void => {
      const isInTime = this.#running.delete(promise);
      if (isInTime) {
        clearTimeout(timeout);
        whenOver?.();
        resolve();
      }
      if (resultCallback === undefined ? isInTime : result !== TOO_LATE) {
        this.#note(result);
        resultCallback?.(result);
      }
    };
    const timeout = quietTimer(() => {
      end(TOO_LATE);
    }, this.#timeoutMillis);
    this.#running.add(promise);
    this.#export(spans, end);
    return promise;
  }

  /** @param answer - is called once, whatever the delegate does */
  #export(spans: ExportableSpan[], answer: (result: ExportAnswer) => void): void {
    let isAnswered = false;
    const once = (result: unknown): void => {
      if (!isAnswered) {
        isAnswered = true;
        answer(isAnswer(result) ? result : failureOf(result));
      }
    };
    const fail = (error: unknown): void => {
      once(failureOf(error));
    };
    try {
      const delegate: { export(...args: Parameters<AnySpanExporter['export']>): unknown } =
        this.#delegate;
      const returned = withoutTracing(() => delegate.export(spans, once));
      // An exporter written as an async function: its rejection would end the process.
      if (isPromise(returned)) {
        returned.then(undefined, fail);
      }
    } catch (error) {
      fail(error);
    }
  }

  #note({ code, error }: ExportAnswer): void {
    if (code !== SUCCESS.code) {
      this.#ears.counters.exportFailures++;
      this.#ears.notices.warnOnce(
        'export failed',
        `the exporter behind sessions.exporter() failed: ${this.#ears.notices.describe(error)}. Further failures are ` +
          'only counted (exportFailures in stats()).',
      );
    }
  }
}

interface Deferred {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
}

function deferred(): Deferred {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((whenResolved) => {
    resolve = whenResolved;
  });
  return { promise, resolve };
}
