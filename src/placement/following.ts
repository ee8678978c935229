import type { Context, SpanContext } from '@opentelemetry/api';
import type { InteractionMatcher } from '../options/interaction.js';
import { entryOf } from '../propagation/with-session.js';
import type { SpanStart } from '../sdk/span-start.js';
import type { StartedSpan } from '../sdk/span.js';
import type { MarkInSession } from '../sessions/mark.js';
import { addMark, markOf } from '../sessions/marked-context.js';
import { parentOf } from '../spans/parent.js';

/**
 * Knows the spans that just follow their parent, as nearly all do: no entry stands in their context, they are no
 * turn, and their parent is in a session; the rules leave such a span where it is. They have a path of their
 * own, kept so small that V8 has room to inline it beside the SDK's own functions.
 */
export class Following {
  readonly #owner: object;
  readonly #isInteraction: InteractionMatcher;

  constructor(owner: object, isInteraction: InteractionMatcher) {
    this.#owner = owner;
    this.#isInteraction = isInteraction;
  }

  /**
   * Gives a span that just follows its parent that one's mark, and returns it; undefined, and nothing changed, where the
   * planner is to be asked. Never throws: the one `try` on the path of nearly every span, since V8 inlines no
   * constructor into a second one.
   */
  markFollower(span: StartedSpan, parentContext: Context): MarkInSession | undefined {
    try {
      const parent = parentOf(span, parentContext);
      const mark = parent && this.markFor(span, parentContext, parent);
      if (mark !== undefined) {
        addMark(span.spanContext(), mark);
      }
      return mark;
    } catch {
      // It has a mark already, or is of another make.
      return undefined;
    }
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
