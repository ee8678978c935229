import type { SpanContext } from '@opentelemetry/api';
import type { DerivedIds } from '../ids/derivation.js';
import type { InstrumentationScope } from '../sdk/instrumentation-scope.js';
import type { SamplingAnswer } from '../sdk/sampler.js';
import { copyOfContext } from './copy-of-context.js';

/** Where in which session a trace is. */
export interface PlaceOfTrace {
  readonly sessionId: string;
  /** Names the trace inside the session; undefined for the session's own trace. */
  readonly key?: string | undefined;
  /** The root of the trace that this one takes over from. */
  readonly previousRoot?: SpanContext | null | undefined;
}

/**
 * One trace of a session: its own, one of its rotated traces, or the trace of one turn. It knows no `Session`, for it
 * is remembered longer than that.
 */
export class SessionTrace {
  // What each turn reads stands first: of ten thousand sessions none is in the processor's cache.
  /**
   * What spans under the session root have as their parent. Undefined until the first of them comes,
   * null when this trace is a forest: its topmost spans have no parent.
   */
  root: SpanContext | null | undefined = undefined;
  spanCount = 0;
  readonly traceId: string;
  /** The span id that the rule derives for the root; empty where nothing determines one. */
  readonly rootSpanId: string;
  readonly sessionId: string;
  readonly key: string | undefined;
  readonly startedAtMillis: number;
  /** The root of the trace that this one took over from, where there is one to link to. */
  readonly previousRoot: SpanContext | undefined;
  isGettingRoot = false;
  /** The root with the derived id came in from another process before this one needed it: somebody else exports it. */
  isRootElsewhere = false;
  /** The instrumentation scope of the spans of our own making in this trace. */
  scope: InstrumentationScope | undefined = undefined;
  /** What the sampler decided for the trace; undefined until it was asked. */
  sampling: SamplingAnswer | undefined = undefined;
  /** In the session's own trace: the one that its turns go to by now. */
  continuedIn: SessionTrace | undefined = undefined;

  constructor(
    { traceId, rootSpanId }: DerivedIds,
    startedAtMillis: number,
    { sessionId, key, previousRoot }: PlaceOfTrace,
  ) {
    this.traceId = traceId;
    this.rootSpanId = rootSpanId;
    this.sessionId = sessionId;
    this.key = key;
    this.startedAtMillis = startedAtMillis;
    this.previousRoot = previousRoot ? copyOfContext(previousRoot) : undefined;
  }
}
