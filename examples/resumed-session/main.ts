import type { SessionRootMode } from 'otel-session-trace';

import { findMergedProblems } from '../support/merged-problems.js';
import { startOtlpReceiver } from '../support/otlp-receiver.js';
import { printTraces } from '../support/print-traces.js';
import type { ReceivedSpan } from '../support/received-span.js';
import { runProcess } from '../support/run-process.js';
import type { Annotate } from '../support/trace-tree.js';
import type { ChatStart } from './chat-process.js';

const SESSION_ID = 'novel-chapter-7';
const CHAT = new URL('./chat-process.ts', import.meta.url);

/** The session root in the process that begins the session, and in the one that resumes it. */
interface RootModes {
  readonly first: SessionRootMode;
  readonly second: SessionRootMode;
}

/** Has two turns in one process and two more in another, and returns what both sent. */
async function chatInTwoProcesses({ first, second }: RootModes): Promise<readonly ReceivedSpan[]> {
  const receiver = await startOtlpReceiver();
  const environment = { ...process.env, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: receiver.url };
  const run = (start: ChatStart): Promise<void> =>
    runProcess(CHAT, [JSON.stringify(start)], environment);
  await run({
    sessionId: SESSION_ID,
    sessionRoot: first,
    resumed: false,
    turns: ['Once upon a time', 'Go on'],
  });
  await run({
    sessionId: SESSION_ID,
    sessionRoot: second,
    resumed: true,
    turns: ['Where were we?', 'The end'],
  });
  await receiver.close();
  return receiver.spans;
}

// No process knows of another: each makes a root of its own.
const own = await chatInTwoProcesses({ first: 'own', second: 'own' });
// The same setting everywhere; `resumed` keeps the second process from making the root again.
const shared = await chatInTwoProcesses({ first: 'shared', second: 'shared' });
// A process that never makes roots, such as a worker.
const reference = await chatInTwoProcesses({ first: 'shared', second: 'reference' });

const annotate: Annotate = ({ name, attributes: { prompt } }) =>
  name === 'interaction' && typeof prompt === 'string' ? `"${prompt}"` : undefined;

printTraces('Own', own, annotate);
printTraces('Shared', shared, annotate);
printTraces('Reference', reference, annotate);

const problems = [
  ...findProblemsBesideTwoRoots(own).map((problem) => `own: ${problem}`),
  ...findMergedProblems(shared, [SESSION_ID]).map((problem) => `shared: ${problem}`),
  ...findMergedProblems(reference, [SESSION_ID]).map((problem) => `reference: ${problem}`),
];
for (const problem of problems) console.error(`✗ ${problem}`);
if (problems.length > 0) process.exitCode = 1;
else
  console.log('✓ two whole roots with own, one root for both processes with shared and reference');

/** Two roots are what `own` promises; each must be whole, and nothing else may be wrong. */
function findProblemsBesideTwoRoots(spans: readonly ReceivedSpan[]): string[] {
  const isExpected = (problem: string): boolean =>
    problem.endsWith(' has 2 roots: session, session');
  const found = findMergedProblems(spans, [SESSION_ID]);
  return found.some(isExpected)
    ? found.filter((problem) => !isExpected(problem))
    : ['expected one root for each process', ...found];
}
