import { groupBy } from '../../../examples/support/group-by.js';
import type { FoundSpan } from '../servers/backend.js';

/** The traces of a session, as a backend answers them. */
export interface Shape {
  readonly traces: number;
  readonly spans: number;
  /** Spans without a parent. */
  readonly roots: number;
  /** Spans whose parent the backend does not know in their trace. */
  readonly absentParents: number;
  readonly depth: number;
  readonly duplicateIds: number;
  /** What the backend itself finds wrong, each once. */
  readonly warnings: readonly string[];
}

/** Measures the traces that `spans` make up. */
export function shapeOf(spans: readonly FoundSpan[]): Shape {
  const traces = [...groupBy(spans, ({ traceId }) => traceId).values()].map((members) => ({
    members,
    bySpanId: new Map(members.map((span) => [span.spanId, span])),
  }));
  const sum = (count: (trace: (typeof traces)[number]) => number): number =>
    traces.reduce((total, trace) => total + count(trace), 0);
  return {
    traces: traces.length,
    spans: spans.length,
    roots: spans.filter(({ parentSpanId }) => parentSpanId === undefined).length,
    absentParents: sum(
      ({ members, bySpanId }) =>
        members.filter(({ parentSpanId: id }) => id !== undefined && !bySpanId.has(id)).length,
    ),
    depth: Math.max(
      0,
      ...traces.flatMap(({ members, bySpanId }) => members.map((span) => depthOf(span, bySpanId))),
    ),
    duplicateIds: sum(({ members, bySpanId }) => members.length - bySpanId.size),
    warnings: [...new Set(spans.flatMap(({ warnings }) => warnings.map(kindOf)))],
  };
}

/** Levels down to a span; a circle has as many as it has spans. */
function depthOf(span: FoundSpan, bySpanId: ReadonlyMap<string, FoundSpan>): number {
  const seen = new Set<FoundSpan>();
  let each: FoundSpan | undefined = span;
  while (each !== undefined && !seen.has(each)) {
    seen.add(each);
    each = each.parentSpanId === undefined ? undefined : bySpanId.get(each.parentSpanId);
  }
  return seen.size;
}

/** A warning without its particulars: ids, times, and what was done about it. */
function kindOf(warning: string): string {
  return warning.replace(/[.,;=].*/s, '');
}
