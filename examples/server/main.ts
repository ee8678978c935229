import type { SpanProcessor } from '@opentelemetry/sdk-trace-node';
import { SessionTraceSpanProcessor, requestSpans } from 'otel-session-trace';

import { printTraces } from '../support/print-traces.js';
import type { ReceivedSpan } from '../support/received-span.js';
import { recordSpans } from '../support/record-spans.js';
import { findSessionProblems } from '../support/session-problems.js';
import { groupByTrace, type Annotate } from '../support/trace-tree.js';
import { SESSION_HEADER, startChatServer } from './chat-server.js';

const HEALTH = 'GET /health';

/** Serves two turns of each session, all sessions at once, and one request that names no session. */
function serve(
  sessionIds: readonly string[],
  firstProcessors: readonly SpanProcessor[],
): Promise<readonly ReceivedSpan[]> {
  return recordSpans(firstProcessors, async () => {
    const server = await startChatServer();
    const post = async (sessionId: string): Promise<void> => {
      const headers = { [SESSION_HEADER]: sessionId };
      await fetch(`${server.origin}/chat`, { method: 'POST', headers });
    };
    await Promise.all([
      fetch(`${server.origin}/health`),
      ...sessionIds.map(async (sessionId) => {
        await post(sessionId);
        await post(sessionId);
      }),
    ]);
    await server.close();
  });
}

function sessionTracing(): SpanProcessor {
  // `withSession` names the session, so nobody else has to be asked.
  return new SessionTraceSpanProcessor({
    sessionId: () => undefined,
    // The request is the turn, and what begins in it stays there.
    interaction: requestSpans(),
    nestedInteractions: 'keep',
  });
}

/** One trace per session, and the request without a session as the SDK made it. */
function findServerProblems(
  spans: readonly ReceivedSpan[],
  sessionIds: readonly string[],
): string[] {
  const [health, ...others] = spans.filter((span) => span.name === HEALTH);
  const isLeftAlone =
    health !== undefined &&
    health.parentSpanId === undefined &&
    health.attributes['session.id'] === undefined &&
    others.length === 0;
  return [
    ...(isLeftAlone ? [] : [`expected one ${HEALTH}, alone and in no session`]),
    ...findSessionProblems(
      spans.filter((span) => span !== health),
      sessionIds,
    ),
  ];
}

const few = ['chat-ada', 'chat-grace'];
const many = Array.from({ length: 100 }, (_, index) => `chat-${index + 1}`);

const before = await serve(few, []);
const after = await serve(few, [sessionTracing()]);
const crowd = await serve(many, [sessionTracing()]);

const annotate: Annotate = ({ name, attributes: { 'session.id': sessionId } }) =>
  name === 'session' && typeof sessionId === 'string' ? sessionId : undefined;

printTraces('Before', before, annotate);
printTraces('After', after, annotate);
console.log(`Crowd: ${crowd.length} spans in ${groupByTrace(crowd).length} traces\n`);

const problems = [...findServerProblems(after, few), ...findServerProblems(crowd, many)];
for (const problem of problems) console.error(`✗ ${problem}`);
if (problems.length > 0) process.exitCode = 1;
else console.log('✓ one well-formed trace per session, and the request without one left alone');
