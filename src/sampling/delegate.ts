import type { Notices } from '../diagnostics/notices.js';
import { withoutRejection } from '../diagnostics/promises.js';
import type { Counters } from '../metrics/counters.js';
import { DROP, type AnySampler, type SamplingAnswer } from '../sdk/sampler.js';
import type { Question } from './question.js';

/** The sampler of the user's, asked so that a fault of it ends with it. */
export class Delegate {
  readonly name: string;
  readonly #sampler: AnySampler;
  readonly #counters: Counters;
  readonly #notices: Notices;

  constructor(sampler: AnySampler, counters: Counters, notices: Notices) {
    this.name = nameOf(sampler);
    this.#sampler = sampler;
    this.#counters = counters;
    this.#notices = notices;
  }

  ask({ context, traceId, name, kind, attributes, links }: Question): SamplingAnswer {
    try {
      const answer = withoutRejection(
        this.#sampler.shouldSample(context, traceId, name, kind, attributes, links),
      ) as SamplingAnswer | undefined;
      if (typeof answer?.decision === 'number') {
        return answer;
      }
      this.#fault(`answered ${this.#notices.describe(answer)}`);
    } catch (error) {
      this.#fault(`threw ${this.#notices.describe(error)}`);
    }
    return DROP;
  }

  #fault(what: string): void {
    this.#counters.resolverErrors++;
    this.#notices.warnOnce(
      'delegate failed',
      `the sampler ${this.name} ${what}. It counts as "drop".`,
    );
  }
}

function nameOf(sampler: AnySampler): string {
  try {
    return sampler.toString();
  } catch {
    return 'without a name';
  }
}
