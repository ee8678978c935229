import type { SpanContext } from '@opentelemetry/api';
import { isSampled } from '../sdk/is-sampled.js';
import type { SessionTrace } from './session-trace.js';

/** One interaction of a session, from the start of its span on. */
export class Turn {
  /** The context of the turn's own span. */
  readonly spanContext: SpanContext;
  /** The trace of the session that the turn is in; undefined for a turn that another process began. */
  readonly trace: SessionTrace | undefined;
  readonly interactionId: string | undefined;
  /** False once the turn's span has ended. */
  open = true;
  /** Only copies of the turn's span, which `sessions.exporter` exports, are in the turn's place. */
  onlyInCopies = false;

  constructor(
    spanContext: SpanContext,
    trace: SessionTrace | undefined,
    interactionId: string | undefined,
  ) {
    this.spanContext = spanContext;
    this.trace = trace;
    this.interactionId = interactionId;
  }

  /** Whether the turn's span will be exported: nothing may point at one that is not. */
  get sampled(): boolean {
    return isSampled(this.spanContext);
  }
}
