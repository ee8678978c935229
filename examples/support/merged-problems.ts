import type { ReceivedSpan } from './received-span.js';
import { findSessionProblems } from './session-problems.js';

/**
 * Like `findSessionProblems`, for the spans of all processes of the sessions together: then every
 * parent must be among them, those in other processes too.
 */
export function findMergedProblems(
  spans: readonly ReceivedSpan[],
  sessionIds: readonly string[],
): string[] {
  const ids = new Set(spans.map((span) => span.spanId));
  return [
    ...spans
      .filter(({ parentSpanId }) => parentSpanId !== undefined && !ids.has(parentSpanId))
      .map(
        (span) => `${span.name} has a parent that no process exported: ${span.parentSpanId ?? ''}`,
      ),
    ...findSessionProblems(spans, sessionIds),
  ];
}
