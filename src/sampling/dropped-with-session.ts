import type { SpanContext } from '@opentelemetry/api';
import type { SamplingAnswer } from '../sdk/sampler.js';
import { markOfDropped, markedTraceState } from '../sessions/dropped-mark.js';
import type { Mark } from '../sessions/mark.js';

/** The answer that drops a span and tells those under it with what it was dropped. */
export function droppedWithSession(
  answer: SamplingAnswer,
  mark: Mark,
  parent: SpanContext | undefined,
): SamplingAnswer {
  // The SDK hands on the tracestate of the parent.
  return answer.traceState === undefined && parent && markOfDropped(parent) === mark
    ? answer
    : { ...answer, traceState: markedTraceState(mark, answer.traceState ?? parent?.traceState) };
}
