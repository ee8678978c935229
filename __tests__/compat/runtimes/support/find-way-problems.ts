import type { ReceivedSpan } from '../../../../examples/support/received-span.js';
import { findSessionProblems } from '../../../../examples/support/session-problems.js';
import { groupByTrace, type Trace } from '../../../../examples/support/trace-tree.js';
import type { Conversation } from './conversations.js';
import type { Row } from './rows.js';

/**
 * Returns, in words, what keeps `spans` from being one well-formed trace per conversation that holds
 * that conversation's own spans, all of them, each turn under the session root.
 */
export function findWayProblems(
  spans: readonly ReceivedSpan[],
  conversations: readonly Conversation[],
  row: Row,
): string[] {
  const idOf = (conversation: Conversation): string => conversation[row.ids ?? 'id'];
  const ids = conversations.map(idOf);
  const traces = groupByTrace(spans);
  return [
    ...findSessionProblems(spans, ids),
    ...conversations.flatMap((conversation) => {
      const trace = traces.find((each) => sessionOf(each) === idOf(conversation));
      if (!trace) return [];
      return [
        ...spansOfOthers(trace, conversation, conversations),
        // All conversations are alike, and each has its share of the spans and a root.
        ...countProblems(trace, row.before.spans / conversations.length + 1),
        ...turnProblems(trace, row.underRoot ?? conversation.questions.length),
      ];
    }),
  ];
}

/** The stamp says where a span was put. Where it belongs is told by what the conversation is about. */
function spansOfOthers(
  { traceId, spans }: Trace,
  { id, city }: Conversation,
  conversations: readonly Conversation[],
): string[] {
  const others = conversations.filter((other) => other.city !== city);
  return spans.flatMap((span) => {
    const content = JSON.stringify(span.attributes);
    return others
      .filter((other) => content.includes(other.city))
      .map((other) => `${span.name} of ${other.id} is in trace ${traceId} of ${id}`);
  });
}

function countProblems({ traceId, spans }: Trace, expected: number): string[] {
  return spans.length === expected
    ? []
    : [`trace ${traceId} has ${spans.length} spans instead of ${expected}`];
}

function turnProblems({ traceId, spans }: Trace, expected: number): string[] {
  const root = spans.find(({ parentSpanId }) => parentSpanId === undefined);
  const turns = spans.filter(({ parentSpanId }) => parentSpanId === root?.spanId);
  return turns.length === expected
    ? []
    : [`trace ${traceId} has ${turns.length} spans under its root instead of ${expected}`];
}

function sessionOf({ spans }: Trace): unknown {
  return spans[0]?.attributes['session.id'];
}
