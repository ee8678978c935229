import { groupBy } from '../../../examples/support/group-by.js';
import type { ReceivedSpan } from '../../../examples/support/received-span.js';
import { findSessionProblems } from '../../../examples/support/session-problems.js';
import { groupByTrace } from '../../../examples/support/trace-tree.js';
import { SESSIONS, type Conversation } from './converse.js';

const TURN = ['  agent.interaction', '    llm_request', '    llm_request', '    tool'];
const COMPACTION = ['  compaction', '    llm_request', '    write_memory'];

/** A session of the agent in `serve.mjs`, two turns, branches in alphabetical order. */
const SESSION = [
  'session',
  ...[TURN, TURN, COMPACTION, COMPACTION].flat(),
  ...['  hook', '  hook', '  tool.execution', '  tool.execution'],
];

/** What the agent makes by itself: each turn is torn in four. */
const UNTOUCHED = { spans: 36, traces: 16 };

/** Expects exactly one whole, well-formed trace per session, and nothing on standard error. */
export function expectTwoSessions({ exitCode, errors, spans }: Conversation): void {
  const problems = findSessionProblems(spans, SESSIONS);
  expect({ exitCode, errors, problems }).toEqual({ exitCode: 0, errors: '', problems: [] });
  expect(groupByTrace(spans).map((trace) => branches(trace.spans))).toEqual([SESSION, SESSION]);
}

/** Expects the traces that the agent makes without us. */
export function expectUntouched({ exitCode, spans }: Conversation): void {
  const counts = { spans: spans.length, traces: groupByTrace(spans).length };
  expect({ exitCode, ...counts }).toEqual({ exitCode: 0, ...UNTOUCHED });
}

/** The names in a trace as an indented tree; the order of time is left to chance by turns that run at once. */
function branches(spans: readonly ReceivedSpan[]): string[] {
  const children = groupBy(spans, (span) => span.parentSpanId);
  const draw = (parentSpanId: string | undefined, indent: string): string[] =>
    (children.get(parentSpanId) ?? [])
      .map(({ name, spanId }) => [indent + name, ...draw(spanId, `${indent}  `)])
      .sort((left, right) => (String(left) < String(right) ? -1 : 1))
      .flat();
  return draw(undefined, '');
}
