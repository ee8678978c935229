import { randomTraceId } from '../ids/random-ids.js';
import { isRequest } from '../sdk/is-request.js';
import { Mark } from '../sessions/mark.js';
import type { LateTelling } from './late-telling.js';
import { kindOfParent } from './parent-kind.js';
import type { GeneratedIds } from './generated-ids.js';
import type { Plan, SpanToPlan } from './plan.js';
import type { NotFound } from './not-found.js';
import type { ParentKind, PlacementPolicy } from './rules.js';
import type { UntoldSpans } from './untold-spans.js';
import { UndecidedMark } from './undecided-mark.js';

/** Says what becomes of a span that nobody knows a session of: it stays as it is. */
export class WithoutSession {
  readonly #owner: object;
  /** The mark of spans that nothing more can be heard of; one for all, unless each is to be explained. */
  readonly #noSession: Mark | undefined;
  readonly #lateTelling: LateTelling;
  readonly #policy: Pick<PlacementPolicy, 'remoteParent'>;
  readonly #generatedIds: GeneratedIds;
  readonly #untoldSpans: UntoldSpans;

  /**
   * @param owner - whose marks the spans carry
   * @param options - of them, whether each span has a mark of its own, where it is noted why it has no session
   */
  constructor(
    owner: object,
    options: Pick<PlacementPolicy, 'remoteParent'> & { readonly explain: boolean },
    lateTelling: LateTelling,
    generatedIds: GeneratedIds,
    untoldSpans: UntoldSpans,
  ) {
    this.#owner = owner;
    this.#noSession = options.explain ? undefined : new Mark(owner);
    this.#lateTelling = lateTelling;
    this.#policy = options;
    this.#generatedIds = generatedIds;
    this.#untoldSpans = untoldSpans;
  }

  /** @param why - undefined where its session is known, and cannot take it now */
  plan(span: SpanToPlan, why?: NotFound): Mark | Plan {
    const { parent, parentMark, parentContext, traceId } = span;
    if (why !== undefined && span.isRecord !== true) {
      this.#untoldSpans.count(span, why);
    }
    const mark = this.#lateTelling.mayConcern(parentMark)
      ? this.#undecided(span, kindOfParent(parent, parentMark !== undefined, parentContext))
      : (this.#noSession ?? new Mark(this.#owner));
    return parent === undefined && this.#generatedIds.has(traceId) ? inFreshTrace(mark) : mark;
  }

  #undecided({ start, parentMark, interaction }: SpanToPlan, parentKind: ParentKind): Mark {
    const above =
      parentMark instanceof UndecidedMark
        ? parentMark.place
        : {
            isRequest: isRequest(start.kind),
            isAnchored:
              parentKind === 'remote' && this.#policy.remoteParent === 'keep' && !interaction,
          };
    return new UndecidedMark(this.#owner, parentKind, above);
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
    tells: undefined,
  };
}
