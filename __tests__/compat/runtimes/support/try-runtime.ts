import type { ReceivedSpan } from '../../../../examples/support/received-span.js';
import { groupByTrace } from '../../../../examples/support/trace-tree.js';
import { conversations } from './conversations.js';
import { findWayProblems } from './find-way-problems.js';
import type { Runtime, Way } from './runtimes.js';

/** Runs a runtime's program once and returns what it exported. */
export type RecordWay = (way: string) => Promise<readonly ReceivedSpan[]>;

/** What came of one run of one program. */
export interface Trial {
  readonly runtime: Runtime;
  /** Absent for the run without this package. */
  readonly way?: Way;
  readonly spans: readonly ReceivedSpan[];
  /** In words; empty when all is well. */
  readonly problems: readonly string[];
}

/** Runs a runtime's program without this package, then in each of its ways with it. */
export async function tryRuntime(runtime: Runtime, record: RecordWay): Promise<Trial[]> {
  const trials = [await tryOnce(runtime, undefined, record)];
  for (const way of runtime.ways) trials.push(await tryOnce(runtime, way, record));
  return trials;
}

async function tryOnce(runtime: Runtime, way: Way | undefined, record: RecordWay): Promise<Trial> {
  const trial = { runtime, ...(way && { way }) };
  try {
    const spans = await record(way?.name ?? 'before');
    const problems = way
      ? findWayProblems(spans, conversations, runtime.before.spans)
      : findDifferences(spans, runtime);
    return { ...trial, spans, problems };
  } catch (error) {
    return { ...trial, spans: [], problems: [String(error)] };
  }
}

/** The table tells what the fault was; a runtime that changed is news. */
function findDifferences(spans: readonly ReceivedSpan[], { before }: Runtime): string[] {
  const traceCount = groupByTrace(spans).length;
  return spans.length === before.spans && traceCount === before.traces
    ? []
    : [
        `expected ${before.spans} spans in ${before.traces} traces, ` +
          `got ${spans.length} in ${traceCount}`,
      ];
}
