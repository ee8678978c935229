import { randomTraceId } from '../ids/random-ids.js';
import { Mark } from '../sessions/mark.js';
import { kindOfParent } from './parent-kind.js';
import type { GeneratedIds } from './generated-ids.js';
import type { Plan, SpanToPlan } from './plan.js';
import type { NotFound } from './not-found.js';
import type { UntoldSpans } from './untold-spans.js';
import { UndecidedMark } from './undecided-mark.js';

/** Says what becomes of a span that nobody knows a session of: it stays as it is. */
export class WithoutSession {
  readonly #owner: object;
  /** The mark of spans that nothing more can be heard of; one for all, unless each is to be explained. */
  readonly #noSession: Mark | undefined;
  readonly #endMayTell: boolean;
  readonly #generatedIds: GeneratedIds;
  readonly #untoldSpans: UntoldSpans;

  /**
   * @param owner - whose marks the spans carry
   * @param explains - each span has a mark of its own, where it is noted why it has no session
   * @param endMayTell - a session may be told by attributes that are set as late as at the end of a span
   */
  constructor(
    owner: object,
    explains: boolean,
    endMayTell: boolean,
    generatedIds: GeneratedIds,
    untoldSpans: UntoldSpans,
  ) {
    this.#owner = owner;
    this.#noSession = explains ? undefined : new Mark(owner);
    this.#endMayTell = endMayTell;
    this.#generatedIds = generatedIds;
    this.#untoldSpans = untoldSpans;
  }

  /** @param why - undefined where its session is known, and cannot take it now */
  plan(span: SpanToPlan, why?: NotFound): Mark | Plan {
    const { parent, parentMark, parentContext, traceId } = span;
    if (why !== undefined && span.isRecord !== true) {
      this.#untoldSpans.count(span, why);
    }
    const mark = this.#endMayTell
      ? new UndecidedMark(
          this.#owner,
          kindOfParent(parent, parentMark !== undefined, parentContext),
          parentMark instanceof UndecidedMark ? parentMark.place : undefined,
        )
      : (this.#noSession ?? new Mark(this.#owner));
    return parent === undefined && this.#generatedIds.has(traceId) ? inFreshTrace(mark) : mark;
  }
}

/** Our id generator gave the span the trace id of a session that it does not belong to after all. */
function inFreshTrace(mark: Mark): Plan {
  return {
    destination: 'top',
    mark,
    trace: undefined,
    joins: undefined,
    freshTraceId: randomTraceId(),
    opensTurn: false,
    interactionId: undefined,
    orphan: false,
  };
}
