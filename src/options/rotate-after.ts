import { randomUUID } from 'node:crypto';
import { expected } from '../diagnostics/expected.js';
import { requireKnownNames } from '../diagnostics/known-names.js';
import { integer, milliseconds } from './checks/number.js';
import type { TraceKey } from './trace-scope.js';
import { toBeCalled } from '../diagnostics/factory.js';

/** When a session goes on in a new trace; at least one of the two. */
export interface RotationLimits {
  /** Spans started in the trace by this process, an integer of at least 1. Default: no limit. */
  readonly spans?: number;
  /** Age of the trace in this process in milliseconds, more than 0. Default: no limit. */
  readonly millis?: number;
}

/**
 * A `traceScope` that goes on in a new trace at the first turn that starts after a limit is reached. A
 * turn is never cut in two. The first trace is the session's own; the key of each further one is random,
 * for a counter would repeat after a restart. The root of such a trace shows its key.
 *
 * @throws TypeError when neither limit is given, or one is out of range
 *
 * @example
 * ```ts
 * createSessionTracing({ sessionId, traceScope: rotateAfter({ spans: 1_500, millis: 3_600_000 }) });
 * ```
 */
export function rotateAfter(limits: RotationLimits): TraceKey {
  requireLimits(limits);
  const { spans = Infinity, millis = Infinity } = limits;
  if (spans === Infinity && millis === Infinity) {
    throw expected('rotateAfter', LIMITS, limits);
  }
  if (spans !== Infinity) {
    integer('spans', spans, 1);
  }
  milliseconds('millis', millis);
  return (progress) =>
    progress.spans >= spans || progress.millis >= millis ? randomUUID() : progress.key;
}

toBeCalled(rotateAfter, 'rotateAfter({ spans: 1_500 })');

const LIMITS = 'given { spans }, { millis } or both';

function requireLimits(limits: unknown): void {
  if (typeof limits !== 'object' || limits === null) {
    throw expected('rotateAfter', LIMITS, limits, 'As in `rotateAfter({ spans: 1_500 })`.');
  }
  requireKnownNames(limits, ['spans', 'millis']);
}
