import type { SpanContext } from '@opentelemetry/api';
import type { DerivedIds } from '../ids/derivation.js';
import type { SamplingAnswer } from '../sdk/sampler.js';
import { Mark } from './mark.js';
import { unmarked } from './unmarked.js';
import type { Session } from './session.js';

/** One trace of a session: its own, one of its rotated traces, or the trace of one turn. */
export class SessionTrace {
  readonly session: Session;
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
  spanCount = 0;
  /** What the sampler decided for the trace; undefined until it was asked. */
  sampling: SamplingAnswer | undefined = undefined;

  /** The mark of spans in this trace that are in no turn; one object for all of them. */
  readonly mark: Mark;

  constructor(
    session: Session,
    ids: DerivedIds,
    startedAtMillis: number,
    key?: string,
    previousRoot?: SpanContext,
  ) {
    this.session = session;
    this.ids = ids;
    this.key = key;
    this.startedAtMillis = startedAtMillis;
    // Without the mark, which would keep every trace alive that the session ever had.
    this.previousRoot = previousRoot && unmarked(previousRoot);
    this.mark = new Mark(session.owner, session, this);
  }
}
