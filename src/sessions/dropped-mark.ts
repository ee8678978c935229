import { createTraceState, type SpanContext, type TraceState } from '@opentelemetry/api';
import { isUnsampledHere } from '../sdk/unsampled-here.js';
import type { Mark } from './mark.js';
import { markOf } from './marked-context.js';

/*
 * Where the mark of a span is kept that the sampler drops with its session. No processor ever sees such a span, and
 * the sampler sees neither its context nor its id; but the tracestate that the sampler answers goes onto the span's
 * context, and from there into the questions about its children. So the mark is there exactly as long as somebody
 * can start a span under the dropped one: nothing is kept in a store that would have to forget, too early or at all.
 */

/** A tracestate that says what it said, and carries a mark that shows nowhere. */
class MarkedTraceState implements TraceState {
  readonly #mark: Mark;
  readonly #state: TraceState | undefined;

  constructor(mark: Mark, state: TraceState | undefined) {
    this.#mark = mark;
    this.#state = state instanceof MarkedTraceState ? state.#state : state;
  }

  static markOf(state: MarkedTraceState): Mark {
    return state.#mark;
  }

  set(key: string, value: string): TraceState {
    return new MarkedTraceState(this.#mark, (this.#state ?? createTraceState()).set(key, value));
  }

  unset(key: string): TraceState {
    return new MarkedTraceState(this.#mark, this.#state?.unset(key));
  }

  get(key: string): string | undefined {
    return this.#state?.get(key);
  }

  serialize(): string {
    return this.#state?.serialize() ?? '';
  }
}

/** The tracestate for a span that is dropped; `state` is what it would have had. */
export function markedTraceState(mark: Mark, state: TraceState | undefined): TraceState {
  return new MarkedTraceState(mark, state);
}

/** The mark of a span of this process that was dropped with its session, if it is one. */
export function markOfDropped(spanContext: SpanContext): Mark | undefined {
  const { traceState } = spanContext;
  return traceState instanceof MarkedTraceState && isUnsampledHere(spanContext)
    ? MarkedTraceState.markOf(traceState)
    : undefined;
}

/** The mark of a span that was recorded, or that was dropped with its session. */
export function anyMarkOf(spanContext: SpanContext): Mark | undefined {
  return markOf(spanContext) ?? markOfDropped(spanContext);
}
