import { groupBy } from './group-by.js';
import { hasRemoteParent, type ReceivedSpan } from './received-span.js';

/** The spans that share one trace id, earliest first. */
export interface Trace {
  readonly traceId: string;
  readonly spans: readonly ReceivedSpan[];
}

/** Returns what to print after a span's name, or nothing. */
export type Annotate = (span: ReceivedSpan) => string | undefined;

/** Groups spans by trace id; traces come in the order of their earliest span. */
export function groupByTrace(spans: readonly ReceivedSpan[]): Trace[] {
  const traces = groupBy([...spans].sort(byStart), (span) => span.traceId);
  return [...traces].map(([traceId, members]) => ({ traceId, spans: members }));
}

/** Renders a trace as an indented tree under a line with its trace id. */
export function renderTrace({ traceId, spans }: Trace, annotate?: Annotate): string {
  const children = groupBy(spans, (span) => span.parentSpanId);
  const ids = new Set(spans.map((span) => span.spanId));
  const drawn = new Set<ReceivedSpan>();

  const draw = (level: readonly ReceivedSpan[], indent: string): string[] =>
    level.flatMap((span, index) => {
      drawn.add(span);
      const isLast = index === level.length - 1;
      const line = [span.name, parentNote(span, ids), annotate?.(span)].filter(Boolean).join('  ');
      // Two spans with one id would each claim the same children.
      const below = (children.get(span.spanId) ?? []).filter((child) => !drawn.has(child));
      return [
        `${indent}${isLast ? '└─' : '├─'} ${line}`,
        ...draw(below, `${indent}${isLast ? '  ' : '│ '} `),
      ];
    });

  const tops = spans.filter((span) => !ids.has(span.parentSpanId ?? ''));
  const lines = [`trace ${traceId}`, ...draw(tops, '')];
  // Parents that run in a circle have no top; leaving them out would hide the fault.
  const circling = spans.filter((span) => !drawn.has(span));
  return [...lines, ...circling.map((span) => `?? ${span.name}  (under no root)`)].join('\n');
}

/**
 * Orders spans by start time. The SDK starts spans on whole milliseconds: of two that share one, the
 * one that ended sooner comes first; names and ids settle the rest, so that nothing is left to chance.
 */
function byStart(left: ReceivedSpan, right: ReceivedSpan): number {
  return (
    compare(left.startTimeUnixNano, right.startTimeUnixNano) ||
    compare(left.endTimeUnixNano, right.endTimeUnixNano) ||
    compare(left.name, right.name) ||
    compare(left.traceId, right.traceId) ||
    compare(left.spanId, right.spanId)
  );
}

function compare<Value extends string | bigint>(left: Value, right: Value): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function parentNote(span: ReceivedSpan, ids: ReadonlySet<string>): string | undefined {
  if (span.parentSpanId === undefined || ids.has(span.parentSpanId)) return undefined;
  return hasRemoteParent(span) ? '(remote parent)' : '(parent not exported)';
}
