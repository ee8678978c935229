import { newCounters, type Counters } from './counters.js';

/** Where the numbers of one instance come from; one of another version may lack a counter. */
export interface Source {
  readonly counters: Partial<Readonly<Counters>>;
  readonly liveSessions: () => number;
}

/** What all instances counted that were shut down: a sum that may only grow must not fall when one leaves. */
export class Retired implements Source {
  readonly counters: Counters = newCounters();
  readonly liveSessions = (): number => 0;

  add(counters: Partial<Readonly<Counters>>): void {
    for (const key of Object.keys(this.counters) as (keyof Counters)[]) {
      this.counters[key] += counters[key] ?? 0;
    }
  }
}
