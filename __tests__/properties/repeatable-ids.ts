import type { IdGenerator } from '@opentelemetry/sdk-trace-node';
import { traceIdOf } from './trace-ids.js';

/** Ids that look random to a sampler and are the same in each run, so that a program that fails does so again. */
export function repeatableIds(): IdGenerator {
  let count = 0;
  return {
    generateTraceId: () => traceIdOf('trace', String(++count)),
    generateSpanId: () => traceIdOf('span', String(++count)).slice(0, 16),
  };
}
