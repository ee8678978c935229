import type { ReceivedSpan } from '../../../../examples/support/received-span.js';
import { findSessionProblems } from '../../../../examples/support/session-problems.js';
import { findLostAnswers } from './find-lost-answers.js';
import type { Numbers, Trial } from './trials.js';

/** What came of one run of a program. */
export interface Outcome {
  readonly trial: Trial;
  readonly way: string;
  readonly spans: readonly ReceivedSpan[];
  readonly traces: number;
  /** Model calls without their answer. */
  readonly lost: number;
  /** In words; empty where all is as it must be. */
  readonly problems: readonly string[];
}

/** Runs a program without this package, as it is compared with, and with placing at export alone. */
export async function tryWays(trial: Trial, node: string): Promise<Outcome[]> {
  const { before, placed, alsoPlaced = [], sessions, compared = [] } = trial;
  const outcomes = [
    await tryWay(trial, 'before', node, (spans) => [
      ...differences(spans, before),
      ...findLostAnswers(spans),
    ]),
  ];
  for (const way of compared) outcomes.push(await tryWay(trial, way, node, () => []));
  for (const way of ['exporter', ...alsoPlaced]) {
    outcomes.push(
      await tryWay(trial, way, node, (spans) => [
        ...differences(spans, placed),
        ...findSessionProblems(spans, sessions),
        ...findLostAnswers(spans),
      ]),
    );
  }
  return outcomes;
}

async function tryWay(
  trial: Trial,
  way: string,
  node: string,
  findProblems: (spans: readonly ReceivedSpan[]) => readonly string[],
): Promise<Outcome> {
  try {
    const spans = await trial.record(way, node);
    const [traces, lost] = [numbersOf(spans).traces, findLostAnswers(spans).length];
    return { trial, way, spans, traces, lost, problems: findProblems(spans) };
  } catch (error) {
    return { trial, way, spans: [], traces: 0, lost: 0, problems: [String(error)] };
  }
}

function differences(spans: readonly ReceivedSpan[], expected: Numbers): string[] {
  const got = numbersOf(spans);
  return got.spans === expected.spans && got.traces === expected.traces
    ? []
    : [
        `expected ${expected.spans} spans in ${expected.traces} traces, got ${got.spans} in ${got.traces}`,
      ];
}

function numbersOf(spans: readonly ReceivedSpan[]): Numbers {
  return { spans: spans.length, traces: new Set(spans.map(({ traceId }) => traceId)).size };
}
