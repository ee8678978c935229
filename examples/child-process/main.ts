import { SessionTraceSpanProcessor } from 'otel-session-trace';

import { findMergedProblems } from '../support/merged-problems.js';
import { printTraces } from '../support/print-traces.js';
import { recordSpans } from '../support/record-spans.js';
import type { Annotate } from '../support/trace-tree.js';
import { takeTurn } from './runtime.js';
import { SESSION_TRACING, SESSION_VARIABLE } from './variables.js';

const SESSION_ID = 'refactor-the-parser';

const before = await recordSpans([], (receiverUrl) =>
  takeTurn({
    environment: { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: receiverUrl },
    handsOnContext: false,
  }),
);

const after = await recordSpans(
  [new SessionTraceSpanProcessor({ sessionId: SESSION_ID })],
  (receiverUrl) =>
    takeTurn({
      environment: {
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: receiverUrl,
        [SESSION_VARIABLE]: SESSION_ID,
        [SESSION_TRACING]: 'on',
      },
      handsOnContext: true,
    }),
);

const annotate: Annotate = ({ scope, attributes }) => {
  if (scope === 'tool-process') return '(in the tool)';
  const tool = attributes['gen_ai.tool.name'];
  return typeof tool === 'string' ? tool : undefined;
};

printTraces('Before', before, annotate);
printTraces('After', after, annotate);

const problems = findMergedProblems(after, [SESSION_ID]);
if (!after.some(({ scope }) => scope === 'tool-process')) problems.push('no tool sent a span');
for (const problem of problems) console.error(`✗ ${problem}`);
if (problems.length > 0) process.exitCode = 1;
else console.log('✓ the spans of three processes are one well-formed trace with one root');
