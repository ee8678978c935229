import type { Context, SpanContext } from '@opentelemetry/api';
import type { InteractionMatcher } from '../options/interaction.js';
import { entryOf } from '../propagation/with-session.js';
import type { SpanStart } from '../sdk/span-start.js';
import type { MarkInSession } from '../sessions/mark.js';
import { markOf } from '../sessions/marked-context.js';

/**
 * Knows the spans that just follow their parent, as nearly all do: no entry stands in their context, they are no
 * turn, and their parent is in a session; the rules leave such a span where it is. It is the one case that has a
 * path of its own, kept so small that V8 has room to inline it beside the SDK's own functions.
 */
export class Following {
  readonly #owner: object;
  readonly #isInteraction: InteractionMatcher;

  constructor(owner: object, isInteraction: InteractionMatcher) {
    this.#owner = owner;
    this.#isInteraction = isInteraction;
  }

  /** The parent's mark, which is the span's as well; undefined where the planner is to be asked. */
  markFor(
    start: SpanStart,
    parentContext: Context,
    parent: SpanContext,
  ): MarkInSession | undefined {
    const mark = markOf(parent);
    return mark?.session !== undefined &&
      mark.owner === this.#owner &&
      entryOf(parentContext) === undefined &&
      !this.#isInteraction(start, parentContext)
      ? (mark as MarkInSession)
      : undefined;
  }
}
