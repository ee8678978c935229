import { groupBy } from './group-by.js';
import { hasRemoteParent, type ReceivedSpan } from './received-span.js';
import { groupByTrace, type Trace } from './trace-tree.js';

/** Returns, in words, everything that is wrong with the traces of `spans`; an empty list when nothing is. */
export function findProblems(spans: readonly ReceivedSpan[]): string[] {
  const traces = groupByTrace(spans);
  return [
    ...sharedSpanIds(spans),
    ...misplacedChildren(spans),
    ...circles(traces),
    ...rootCounts(traces),
    ...scatteredSessions(spans),
    ...mixedTraces(traces),
  ];
}

function sharedSpanIds(spans: readonly ReceivedSpan[]): string[] {
  return [...groupBy(spans, (span) => span.spanId)]
    .filter(([, sharing]) => sharing.length > 1)
    .map(([spanId, sharing]) => `span id ${spanId} is shared by ${namesOf(sharing)}`);
}

function misplacedChildren(spans: readonly ReceivedSpan[]): string[] {
  const bySpanId = groupBy(spans, (span) => span.spanId);
  return spans.flatMap((span) => {
    if (span.parentSpanId === undefined) return [];
    const parents = bySpanId.get(span.parentSpanId) ?? [];
    if (parents.some((parent) => parent.traceId === span.traceId)) return [];
    const [parent] = parents;
    if (parent) {
      return [
        `${span.name} is in trace ${span.traceId}, its parent ${parent.name} in ${parent.traceId}`,
      ];
    }
    // Another process may export a remote parent to another place.
    return hasRemoteParent(span)
      ? []
      : [`${span.name} has a parent that was not exported: ${span.parentSpanId}`];
  });
}

function circles(traces: readonly Trace[]): string[] {
  return traces.flatMap(({ spans }) => {
    const parents = new Map(spans.map((span) => [span.spanId, span.parentSpanId]));
    return spans
      .filter((span) => isOwnAncestor(span.spanId, parents))
      .map((span) => `${span.name} is its own ancestor`);
  });
}

function isOwnAncestor(spanId: string, parents: ReadonlyMap<string, string | undefined>): boolean {
  const seen = new Set<string>();
  let ancestor = parents.get(spanId);
  while (ancestor !== undefined && ancestor !== spanId && !seen.has(ancestor)) {
    seen.add(ancestor);
    ancestor = parents.get(ancestor);
  }
  return ancestor === spanId;
}

function rootCounts(traces: readonly Trace[]): string[] {
  return traces.flatMap(({ traceId, spans }) => {
    const roots = spans.filter((span) => span.parentSpanId === undefined);
    const ids = new Set(spans.map((span) => span.spanId));
    const rootIsElsewhere = spans.some(
      (span) => hasRemoteParent(span) && !ids.has(span.parentSpanId ?? ''),
    );
    if (roots.length === 1) return [];
    if (roots.length > 1) {
      return [`trace ${traceId} has ${roots.length} roots: ${namesOf(roots)}`];
    }
    return rootIsElsewhere ? [] : [`trace ${traceId} has no root`];
  });
}

function scatteredSessions(spans: readonly ReceivedSpan[]): string[] {
  return [...groupBy(spans, sessionOf)].flatMap(([session, members]) => {
    const traceIds = new Set(members.map((span) => span.traceId));
    return session === undefined || traceIds.size === 1
      ? []
      : [`session ${session} is in ${traceIds.size} traces: ${[...traceIds].join(', ')}`];
  });
}

function mixedTraces(traces: readonly Trace[]): string[] {
  return traces.flatMap(({ traceId, spans }) => {
    const sessions = new Set(spans.map(sessionOf).filter((session) => session !== undefined));
    return sessions.size < 2
      ? []
      : [`trace ${traceId} holds ${sessions.size} sessions: ${[...sessions].join(', ')}`];
  });
}

function sessionOf(span: ReceivedSpan): string | undefined {
  const session = span.attributes['session.id'];
  return typeof session === 'string' ? session : undefined;
}

function namesOf(spans: readonly ReceivedSpan[]): string {
  return spans.map((span) => span.name).join(', ');
}
