import type { Context, SpanContext } from '@opentelemetry/api';
import type { InteractionMatcher } from '../options/interaction.js';
import type { SessionRoots } from '../roots/session-roots.js';
import type { StartedSpan } from '../sdk/span.js';
import type { Mark } from '../sessions/mark.js';
import { parentOf } from '../spans/parent.js';
import type { Mover } from './mover.js';
import type { PlainTurns } from './plain-turns.js';
import type { Planner } from './planner.js';
import type { SamplerPlan } from './sampler-plan.js';

/** Places spans as they start, but for those that just follow their parent. */
export class StartPlacing {
  readonly #isInteraction: InteractionMatcher;
  readonly #roots: SessionRoots;
  readonly #samplerPlan: SamplerPlan;
  readonly #plainTurns: PlainTurns;
  readonly #planner: Planner;
  readonly #mover: Mover;

  constructor(
    isInteraction: InteractionMatcher,
    roots: SessionRoots,
    samplerPlan: SamplerPlan,
    plainTurns: PlainTurns,
    planner: Planner,
    mover: Mover,
  ) {
    this.#isInteraction = isInteraction;
    this.#roots = roots;
    this.#samplerPlan = samplerPlan;
    this.#plainTurns = plainTurns;
    this.#planner = planner;
    this.#mover = mover;
  }

  /**
   * @param own - the span's own context, without a mark
   * @returns the mark of a span that is in its place; undefined where it could not be written, and for our own root
   */
  place(span: StartedSpan, own: SpanContext, parentContext: Context): Mark | undefined {
    const parent = parentOf(span, parentContext);
    const root = this.#roots.inTheMakingUnder(parent);
    if (root !== undefined) {
      this.#roots.adopt(span, own, root);
      return undefined;
    }
    const planned = this.#samplerPlan.take(parentContext, span.name, own.traceId);
    if (planned !== undefined) {
      return this.#mover.carryOut(planned, span, own, parent);
    }
    const interaction = this.#isInteraction(span, parentContext);
    const mayBePlain = interaction && parent === undefined;
    const told = mayBePlain ? this.#plainTurns.sessionOf(span, parentContext) : undefined;
    const begun = typeof told === 'object' ? this.#plainTurns.begin(span, told) : undefined;
    if (begun !== undefined) {
      return begun;
    }
    const { traceId } = own;
    const plan = this.#planner.plan(span, parentContext, parent, traceId, interaction, told);
    return this.#mover.carryOut(plan, span, own, parent);
  }
}
