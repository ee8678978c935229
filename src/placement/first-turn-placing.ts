import type { SpanContext } from '@opentelemetry/api';
import type { SessionRoots } from '../roots/session-roots.js';
import type { SdkSpanFields, StartedSpan } from '../sdk/span.js';
import { Mark } from '../sessions/mark.js';
import type { WaitingMark } from '../sessions/waiting-mark.js';
import { moveSpan } from '../spans/move-span.js';

/** Places what has waited for the first turn of its session, and what followed it. */
export class FirstTurnPlacing {
  readonly #roots: SessionRoots;

  constructor(roots: SessionRoots) {
    this.#roots = roots;
  }

  /**
   * Places the copy of a span that has ended, where its wait is settled.
   *
   * @returns false where the span goes out as it was
   */
  placeCopy(copy: StartedSpan, mark: WaitingMark): boolean {
    const above = parentAbove(copy);
    const { joins } = mark;
    if (above !== undefined) {
      // It follows one that has waited: only the trace may be another.
      return (
        joins !== undefined && this.#move(copy, mark, { ...above, ...traceOf(joins.spanContext) })
      );
    }
    const parent = joins?.spanContext ?? this.#rootFor(copy, mark);
    return parent !== undefined && this.#move(copy, mark, parent);
  }

  #rootFor(copy: StartedSpan, { session, trace }: WaitingMark): SpanContext | undefined {
    return session && trace && this.#roots.parentIn(session, trace, copy as SdkSpanFields);
  }

  #move(copy: StartedSpan, mark: WaitingMark, parent: SpanContext): boolean {
    const { owner, session, joins, fromEntry } = mark;
    const placed = new Mark(owner, session, joins?.trace ?? mark.trace, joins, fromEntry);
    return moveSpan(copy, copy.spanContext(), undefined, parent.traceId, parent, placed);
  }
}

function traceOf({ traceId }: SpanContext): Pick<SpanContext, 'traceId'> {
  return { traceId };
}

/** The parent of a copy, as far as its SDK tells. */
function parentAbove(copy: StartedSpan): SpanContext | undefined {
  const { parentSpanContext, parentSpanId } = copy as SdkSpanFields;
  return (
    parentSpanContext ??
    (parentSpanId === undefined ? undefined : { ...copy.spanContext(), spanId: parentSpanId })
  );
}
