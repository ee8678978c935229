import type { SpanProcessor } from '@opentelemetry/sdk-trace-node';
import { SessionTraceSpanProcessor } from 'otel-session-trace';

import { printTraces } from '../support/print-traces.js';
import type { ReceivedSpan } from '../support/received-span.js';
import { recordSpans } from '../support/record-spans.js';
import { findSessionProblems } from '../support/session-problems.js';
import { groupByTrace, type Annotate } from '../support/trace-tree.js';
import { AgentRuntime } from './runtime.js';

const SESSION_ID = '33878ff9-1467-43ef-a692-634a21bbb1bf';
const TRACE_ID = '4acca441dba8071e51177f7c82fe0d07';

type ProcessorsFor = (runtime: AgentRuntime) => SpanProcessor[];

/** Records one whole session: start, one turn, end. */
function record(firstProcessors: ProcessorsFor): Promise<readonly ReceivedSpan[]> {
  const runtime = new AgentRuntime(SESSION_ID);
  return recordSpans(firstProcessors(runtime), async () => {
    await runtime.start();
    await runtime.prompt('Which files changed today?');
    await runtime.stop();
  });
}

const before = await record(() => []);

const after = await record((runtime) => [
  new SessionTraceSpanProcessor({ sessionId: () => runtime.sessionId }),
]);

const annotate: Annotate = ({ attributes }) =>
  [attributes['hook.event'], attributes['gen_ai.tool.name']]
    .filter((value) => typeof value === 'string')
    .join();

printTraces('Before', before, annotate);
printTraces('After', after, annotate);

const traceCount = groupByTrace(before).length;
const problems = [
  ...(traceCount === 2 ? [] : [`before: expected the fault to make 2 traces, got ${traceCount}`]),
  ...(after.some((span) => span.traceId === TRACE_ID) ? [] : [`after: no trace ${TRACE_ID}`]),
  ...findSessionProblems(after, [SESSION_ID]),
];
for (const problem of problems) console.error(`✗ ${problem}`);
if (problems.length > 0) process.exitCode = 1;
else console.log('✓ the call site forgets as before, and its session is one trace');
