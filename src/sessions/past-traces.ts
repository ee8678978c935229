import type { SpanContext } from '@opentelemetry/api';
import type { SamplingAnswer } from '../sdk/sampler.js';
import { dropOldest } from './drop-oldest.js';
import { setMark } from './mark.js';
import type { SessionTrace } from './session-trace.js';
import { unmarked } from './unmarked.js';

interface PastTrace {
  readonly root: SpanContext;
  readonly sampling: SamplingAnswer | undefined;
}

/**
 * What a session needs to go on in a trace that it had before it was ended or evicted: its root, or there
 * would be a second one, and the sampler's word. As many are remembered as sessions may be live.
 */
export class PastTraces {
  readonly #traces = new Map<string, PastTrace>();
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  remember({ ids, root, sampling }: SessionTrace): void {
    if (root === undefined || root === null) {
      return;
    }
    this.#traces.delete(ids.traceId);
    this.#traces.set(ids.traceId, { root: unmarked(root), sampling });
    dropOldest(this.#traces, this.#capacity);
  }

  restore(trace: SessionTrace): void {
    const past = this.#traces.get(trace.ids.traceId);
    if (past !== undefined) {
      const root = { ...past.root };
      setMark(root, trace.mark);
      trace.root = root;
      trace.sampling = past.sampling;
    }
  }
}
