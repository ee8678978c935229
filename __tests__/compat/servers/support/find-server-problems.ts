import type { ReceivedSpan } from '../../../../examples/support/received-span.js';
import { findSessionProblems } from '../../../../examples/support/session-problems.js';
import { groupByTrace } from '../../../../examples/support/trace-tree.js';
import { SESSIONS } from './record-server.js';

/** The instrumentation of gRPC never ends the span of a stream that its client cancels, with or without us. */
const LOSES_CANCELLED = ['grpc'];

/** What keeps the spans of a server from being session > request > everything, in words. */
export function findServerProblems(name: string, spans: readonly ReceivedSpan[]): string[] {
  const ofSessions = spans.filter(({ attributes }) => attributes['session.id'] !== undefined);
  const traces = groupByTrace(ofSessions);
  const others = new Set(
    spans.filter((span) => !ofSessions.includes(span)).map(({ traceId }) => traceId),
  );
  return [
    ...(LOSES_CANCELLED.includes(name) ? [] : findSessionProblems(ofSessions, SESSIONS)),
    ...(others.size === 1 ? [] : [`${others.size} traces of no session, and one health check`]),
    ...traces.flatMap((trace) => {
      const root = trace.spans.find(({ parentSpanId }) => parentSpanId === undefined);
      const requests = trace.spans.filter(({ parentSpanId }) => parentSpanId === root?.spanId);
      const wanted = LOSES_CANCELLED.includes(name) ? 2 : 3;
      const isServed = requests.every(({ kind }) => kind === 'SERVER');
      return requests.length === wanted && isServed
        ? []
        : [`under the root of ${trace.traceId}: ${requests.map((span) => span.name).join(', ')}`];
    }),
  ];
}
