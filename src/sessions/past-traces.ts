import type { SpanContext } from '@opentelemetry/api';
import type { SamplingAnswer } from '../sdk/sampler.js';
import { copyOfContext } from './copy-of-context.js';
import { dropOldest } from './drop-oldest.js';
import { Mark } from './mark.js';
import { setMark } from './marked-context.js';
import type { Session } from './session.js';
import type { SessionTrace } from './session-trace.js';

interface PastTrace {
  readonly root: SpanContext | undefined;
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
    const hasRoot = root !== undefined && root !== null;
    if (!hasRoot && sampling === undefined) {
      return;
    }
    this.#traces.delete(ids.traceId);
    this.#traces.set(ids.traceId, { root: hasRoot ? copyOfContext(root) : undefined, sampling });
    dropOldest(this.#traces, this.#capacity);
  }

  /** Gives a trace that has just been made what it had before. */
  restore(session: Session, trace: SessionTrace): void {
    const past = this.#traces.get(trace.ids.traceId);
    if (past === undefined) {
      return;
    }
    trace.sampling = past.sampling;
    if (past.root !== undefined) {
      const root = { ...past.root };
      setMark(root, new Mark(session.owner, session, trace));
      trace.root = root;
    }
  }
}
