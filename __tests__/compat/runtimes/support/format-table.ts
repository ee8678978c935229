import { groupByTrace } from '../../../../examples/support/trace-tree.js';
import type { Trial } from './try-runtime.js';

const HEADINGS = ['runtime', 'SDK', 'session told by', 'spans', 'traces', 'result'];

/** Formats what came of all trials, a line for each. */
export function formatTable(trials: readonly Trial[]): string {
  const rows = [HEADINGS, ...trials.map(toRow)];
  const widths = HEADINGS.map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function toRow({ runtime, way, spans, problems }: Trial): string[] {
  return [
    way ? '' : runtime.name,
    way ? '' : String(runtime.sdk),
    way?.needs ?? '(before)',
    String(spans.length),
    String(groupByTrace(spans).length),
    resultOf(way?.pending, problems.length),
  ];
}

function resultOf(pending: string | undefined, problemCount: number): string {
  if (pending !== undefined) {
    return problemCount > 0 ? `pending: ${pending}` : 'works now: is it still pending?';
  }
  return problemCount > 0 ? `${problemCount} problems` : 'ok';
}
