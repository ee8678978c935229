import type { ReceivedSpan } from '../../../../examples/support/received-span.js';
import { findSessionProblems } from '../../../../examples/support/session-problems.js';
import { groupByTrace } from '../../../../examples/support/trace-tree.js';
import { SESSIONS } from './record-server.js';

/** The instrumentation of gRPC never ends the span of a stream that its client cancels, with or without us. */
const LOSES_CANCELLED = ['grpc'];

/** Traces that a framework makes of its own start, before any request. */
const OF_ITS_START: Readonly<Record<string, number>> = { nestjs: 1 };

/** What keeps the spans of a server from being session > request > everything, in words. */
export function findServerProblems(
  name: string,
  way: string,
  spans: readonly ReceivedSpan[],
): string[] {
  const losesCancelled = LOSES_CANCELLED.includes(name);
  const ofSessions = spans.filter(({ attributes }) => attributes['session.id'] !== undefined);
  const traces = groupByTrace(ofSessions);
  const others = new Set(
    spans.filter((span) => !ofSessions.includes(span)).map(({ traceId }) => traceId),
  );
  // In the handler way nobody says of the request that is lost, and of its middleware, which session they are of; the
  // turn under it stays under the root.
  const lostPerSession = losesCancelled && way === 'handler' ? 1 : 0;
  const healthChecks = 1;
  const wantedOthers = healthChecks + (OF_ITS_START[name] ?? 0) + lostPerSession * SESSIONS.length;
  return [
    ...(losesCancelled ? [] : findSessionProblems(ofSessions, SESSIONS)),
    ...(others.size === wantedOthers
      ? []
      : [`${others.size} traces of no session instead of ${wantedOthers}`]),
    ...traces.flatMap((trace) => {
      const root = trace.spans.find(({ parentSpanId }) => parentSpanId === undefined);
      const below = trace.spans.filter(({ parentSpanId }) => parentSpanId === root?.spanId);
      const requests = below.filter(({ kind }) => kind === 'SERVER');
      const isAsWanted =
        requests.length === (losesCancelled ? 2 : 3) &&
        below.length - requests.length === lostPerSession;
      return isAsWanted
        ? []
        : [`under the root of ${trace.traceId}: ${below.map((span) => span.name).join(', ')}`];
    }),
  ];
}
