import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import { SpanKind, trace, type Span, type SpanOptions } from '@opentelemetry/api';
import { withSession } from 'otel-session-trace';

import { startLocalServer, type LocalServer } from '../support/local-server.js';

/** The header in which a request names its session. */
export const SESSION_HEADER = 'x-session-id';

/** Starts a chat service: one process, any number of sessions, one turn per request. */
export function startChatServer(): Promise<LocalServer> {
  return startLocalServer((request, response) => {
    const serve = (): void => void answer(request, response);
    const sessionId = request.headers[SESSION_HEADER];
    // The one line that a server adds. All that runs inside, across every await, is of this session.
    if (typeof sessionId === 'string') withSession(sessionId, serve);
    else serve();
  });
}

async function answer({ method, url }: IncomingMessage, response: ServerResponse): Promise<void> {
  await traced(`${method ?? ''} ${url ?? ''}`, { kind: SpanKind.SERVER }, async (span) => {
    if (url === '/chat') {
      await traced('authenticate', {}, work);
      await takeTurn();
    }
    response.end();
    // Ended here and not by `traced`: who has the reply may count on the span.
    span.end();
  });
}

async function takeTurn(): Promise<void> {
  await traced('interaction', {}, async () => {
    await traced('llm_request', {}, work);
    await traced('tool', {}, work);
    await traced('llm_request', {}, work);
  });
  // Written for a time when there was one session per process: it knows nothing of its parent.
  await traced('memory.update', { root: true }, work);
}

function traced(
  name: string,
  options: SpanOptions,
  run: (span: Span) => Promise<unknown>,
): Promise<void> {
  return trace.getTracer('chat-server').startActiveSpan(name, options, async (span) => {
    await run(span);
    if (span.isRecording()) span.end();
  });
}

function work(): Promise<void> {
  return sleep(3);
}
