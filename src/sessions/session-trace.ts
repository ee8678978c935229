import type { SpanContext } from '@opentelemetry/api';
import type { DerivedIds } from '../ids/derivation.js';
import type { InstrumentationScope } from '../sdk/instrumentation-scope.js';
import type { SamplingAnswer } from '../sdk/sampler.js';
import { copyOfContext } from './copy-of-context.js';

/** One trace of a session: its own, one of its rotated traces, or the trace of one turn. */
export class SessionTrace {
  readonly ids: DerivedIds;
  /** Names the trace inside the session; undefined for the session's own trace. */
  readonly key: string | undefined;
  readonly startedAtMillis: number;
  /** The root of the trace that this one took over from, where there is one to link to. */
  readonly previousRoot: SpanContext | undefined;
  /**
   * What spans under the session root have as their parent. Undefined until the first of them comes,
   * null when this trace is a forest: its topmost spans have no parent.
   */
  root: SpanContext | null | undefined = undefined;
  /** The instrumentation scope of the spans of our own making in this trace. */
  scope: InstrumentationScope | undefined = undefined;
  spanCount = 0;
  /** What the sampler decided for the trace; undefined until it was asked. */
  sampling: SamplingAnswer | undefined = undefined;

  constructor(
    ids: DerivedIds,
    startedAtMillis: number,
    key?: string,
    previousRoot?: SpanContext | null,
  ) {
    this.ids = ids;
    this.key = key;
    this.startedAtMillis = startedAtMillis;
    // Without the mark, which would keep every trace alive that the session ever had.
    this.previousRoot = previousRoot ? copyOfContext(previousRoot) : undefined;
  }
}
