import { groupByTrace } from '../../../../examples/support/trace-tree.js';
import type { Trial } from './try-row.js';

const HEADINGS = ['runtime', 'SDK', 'session told by', 'spans', 'traces', 'result'];

/** Formats what came of all trials, a line for each. */
export function formatTable(trials: readonly Trial[]): string {
  const lines = [HEADINGS, ...trials.map(toRow)];
  const widths = HEADINGS.map((_, column) =>
    Math.max(...lines.map((line) => (line[column] ?? '').length)),
  );
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function toRow({ row, way, spans, problems }: Trial): string[] {
  return [
    way ? '' : row.name,
    way ? '' : String(row.sdk),
    way?.needs ?? '(before)',
    String(spans.length),
    String(groupByTrace(spans).length),
    problems.length > 0 ? `${problems.length} problems` : 'ok',
  ];
}
