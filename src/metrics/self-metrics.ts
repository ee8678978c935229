import { createNoopMeter, type Meter, type MeterProvider } from '@opentelemetry/api';
import type { Notices } from '../diagnostics/notices.js';
import { atOnce } from '../diagnostics/promises.js';
import type { Counters } from './counters.js';
import { observe } from './instruments.js';
import { SCOPE_NAME } from './scope-name.js';
import { Retired, type Source } from './source.js';

// Instruments of one name are one to the SDK, and of two values the last would win: so what is shown is the
// sum over all instances. `Symbol.for`, so that two copies of this package share the list.
const SOURCES: unique symbol = Symbol.for('otel-session-trace.metric-sources.v1');

type MeterWithSources = Meter & { [SOURCES]?: Source[] };

/**
 * Shows the plain counters through the Metrics API. The instruments are observable: they are read when a
 * reader collects, and nothing is done per span.
 */
export class SelfMetrics {
  readonly #provider: () => MeterProvider;
  readonly #source: Source;
  readonly #notices: Notices;
  #sources: Source[] | undefined = undefined;
  #spanSeen = false;
  #isBeginning = false;
  #done = false;

  constructor(
    provider: () => MeterProvider,
    counters: Counters,
    liveSessions: () => number,
    notices: Notices,
  ) {
    this.#provider = provider;
    this.#source = { counters, liveSessions };
    this.#notices = notices;
  }

  /** Begins with the first span, whatever session that has. */
  beginWithSpan(): void {
    if (!this.#spanSeen) {
      this.#spanSeen = true;
      this.begin();
    }
  }

  /** Makes the instruments, once. Does nothing as long as no meter provider is there. */
  begin(): void {
    if (this.#done || this.#isBeginning) {
      return;
    }
    // A meter provider that starts spans brings us here again.
    this.#isBeginning = true;
    try {
      const meter = atOnce(this.#provider().getMeter(SCOPE_NAME));
      // The API has one and the same object for "nobody has registered a meter provider".
      if (meter !== createNoopMeter()) {
        this.#done = true;
        this.#show(meter);
      }
    } catch (error) {
      this.#done = true;
      this.#notices.warnOnce(
        'metrics failed',
        `there will be no metrics about this package: ${this.#notices.describe(error)}.`,
      );
    } finally {
      this.#isBeginning = false;
    }
  }

  /** For an instance that is shut down: what it counted stays, and nothing else of it. */
  end(): void {
    this.#done = true;
    const sources = this.#sources;
    const place = sources?.indexOf(this.#source) ?? -1;
    if (sources === undefined || place === -1) {
      return;
    }
    sources.splice(place, 1);
    let retired = sources.find((source) => source instanceof Retired);
    if (retired === undefined) {
      retired = new Retired();
      sources.push(retired);
    }
    retired.add(this.#source.counters);
  }

  #show(meter: MeterWithSources): void {
    this.#sources = meter[SOURCES];
    if (this.#sources === undefined) {
      this.#sources = [this.#source];
      // A meter that takes no property shows this instance alone.
      Reflect.set(meter, SOURCES, this.#sources);
      observe(meter, this.#sources);
    } else {
      this.#sources.push(this.#source);
    }
  }
}
