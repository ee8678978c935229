import { createHash } from 'node:crypto';

import type { ReceivedSpan } from './received-span.js';
import { groupByTrace } from './trace-tree.js';
import { findProblems } from './well-formed.js';

/**
 * Returns, in words, what keeps `spans` from being exactly one well-formed trace per session, each
 * with the trace id that the session id alone determines.
 */
export function findSessionProblems(
  spans: readonly ReceivedSpan[],
  sessionIds: readonly string[],
): string[] {
  const traces = new Map(groupByTrace(spans).map((trace) => [trace.traceId, trace.spans]));
  const problems = findProblems(spans);
  for (const sessionId of sessionIds) {
    const traceId = deriveTraceId(sessionId);
    const members = traces.get(traceId);
    traces.delete(traceId);
    if (!members) {
      problems.push(`session ${sessionId} has no trace ${traceId}`);
    } else if (members.some((span) => span.attributes['session.id'] !== sessionId)) {
      problems.push(`trace ${traceId} has spans that do not name its session ${sessionId}`);
    }
  }
  for (const traceId of traces.keys()) problems.push(`trace ${traceId} belongs to no session`);
  return problems;
}

/** The derivation in one line, without the package, so that the two check each other. */
function deriveTraceId(sessionId: string): string {
  return createHash('sha256').update(sessionId).digest('hex').slice(0, 32);
}
