import type { ReceivedSpan } from '../../../../examples/support/received-span.js';
import { groupByTrace } from '../../../../examples/support/trace-tree.js';
import { conversations } from './conversations.js';
import { findWayProblems } from './find-way-problems.js';
import type { Row, Way } from './rows.js';

/** Runs a row's program once and returns what it exported. */
export type RecordWay = (way: Way | undefined) => Promise<readonly ReceivedSpan[]>;

/** What came of one run of one program. */
export interface Trial {
  readonly row: Row;
  /** Absent for the run without this package. */
  readonly way?: Way;
  readonly spans: readonly ReceivedSpan[];
  /** In words; empty when all is well. */
  readonly problems: readonly string[];
}

/** Runs a row's program without this package, then in each of its ways with it. */
export async function tryRow(row: Row, record: RecordWay): Promise<Trial[]> {
  const trials = [await tryOnce(row, undefined, record)];
  for (const way of row.ways) trials.push(await tryOnce(row, way, record));
  return trials;
}

async function tryOnce(row: Row, way: Way | undefined, record: RecordWay): Promise<Trial> {
  const trial = { row, ...(way && { way }) };
  try {
    const spans = await record(way);
    const problems = way ? findWayProblems(spans, conversations, row) : findDifferences(spans, row);
    return { ...trial, spans, problems };
  } catch (error) {
    return { ...trial, spans: [], problems: [String(error)] };
  }
}

/** The table tells what the fault was; a runtime that changed is news. */
function findDifferences(spans: readonly ReceivedSpan[], { before }: Row): string[] {
  const traceCount = groupByTrace(spans).length;
  return spans.length === before.spans && traceCount === before.traces
    ? []
    : [
        `expected ${before.spans} spans in ${before.traces} traces, ` +
          `got ${spans.length} in ${traceCount}`,
      ];
}
