import { TraceFlags, type SpanContext } from '@opentelemetry/api';
import { Mark } from './mark.js';

/** One interaction of a session, from the start of its span on. */
export class Turn {
  /** The context of the turn's own span. */
  spanContext: SpanContext;
  readonly interactionId: string | undefined;
  /** The mark of the turn's span and of everything that follows it. */
  readonly mark: Mark;
  /** False once the turn's span has ended. */
  open = true;

  /**
   * @param spanContext - the context of the turn's own span
   * @param placed - the mark that the span would have if it were no turn
   */
  constructor(spanContext: SpanContext, placed: Mark, interactionId: string | undefined) {
    this.spanContext = spanContext;
    this.interactionId = interactionId;
    this.mark = new Mark(placed.owner, placed.session, placed.trace, this, placed.fromEntry);
  }

  /** Whether the turn's span will be exported: nothing may point at one that is not. */
  get sampled(): boolean {
    return (this.spanContext.traceFlags & TraceFlags.SAMPLED) !== 0;
  }
}
