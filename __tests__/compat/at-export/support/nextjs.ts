import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { startModelServer } from '../../../../examples/support/model-server.js';
import { startOtlpReceiver } from '../../../../examples/support/otlp-receiver.js';
import type { ReceivedSpan } from '../../../../examples/support/received-span.js';
import { until } from '../../../support/until.js';
import { runCommand } from '../../runtimes/support/run-command.js';

const FOLDER = fileURLToPath(new URL('../nextjs', import.meta.url));
const NEXT = 'node_modules/next/dist/bin/next';

/** Two conversations, and what is asked in them, all at once. */
export const NEXTJS_SESSIONS: readonly string[] = ['chat-ada', 'chat-grace'];
const QUESTIONS_EACH = 15;

/** All there is: settings of this shell (OTEL_*, a proxy) would change what is exported. */
const ENVIRONMENT = { PATH: process.env['PATH'], NEXT_TELEMETRY_DISABLED: '1', NO_COLOR: '1' };

/** Builds the application as it is deployed. */
export async function buildNextjs(): Promise<void> {
  await runCommand(process.execPath, [NEXT, 'build'], { cwd: FOLDER, env: ENVIRONMENT });
}

/** Starts what was built, asks 30 questions in two sessions at once, and gives back what was exported. */
export async function recordNextjs(way: string): Promise<readonly ReceivedSpan[]> {
  const model = await startModelServer();
  const receiver = await startOtlpReceiver();
  const server = spawn(process.execPath, [NEXT, 'start', '-H', '127.0.0.1', '-p', '0'], {
    cwd: FOLDER,
    env: {
      ...ENVIRONMENT,
      WAY: way,
      OPENAI_BASE_URL: model.url,
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: receiver.url,
      OTEL_BSP_SCHEDULE_DELAY: '100',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const origin = await originOf(server);
    await Promise.all(questions().map((question) => ask(origin, question)));
    await until(() => requestsIn(receiver.spans) === NEXTJS_SESSIONS.length * QUESTIONS_EACH);
    server.kill('SIGTERM');
    await once(server, 'exit');
  } finally {
    server.kill('SIGKILL');
    await Promise.all([model.close(), receiver.close()]);
  }
  return receiver.spans;
}

interface Question {
  readonly sessionId: string;
  readonly question: string;
}

function questions(): Question[] {
  return Array.from({ length: QUESTIONS_EACH }, (_, number) =>
    NEXTJS_SESSIONS.map((sessionId) => ({
      sessionId,
      question: `question ${number} of ${sessionId}`,
    })),
  ).flat();
}

async function ask(origin: string, question: Question): Promise<void> {
  const response = await fetch(`${origin}/chat`, {
    method: 'POST',
    body: JSON.stringify(question),
  });
  const answer = await response.text();
  if (!answer.includes(question.question)) {
    throw new Error(`Expected an answer to ${question.question}, got ${answer}.`);
  }
}

/** Next tells where it listens, and that it is ready, in lines for people. */
async function originOf(server: ChildProcess): Promise<string> {
  if (server.stdout === null) throw new Error('Expected the server to have an output.');
  let origin: string | undefined;
  for await (const line of createInterface({ input: server.stdout })) {
    origin ??= /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (line.includes('Ready in') && origin !== undefined) {
      server.stdout.resume();
      return origin;
    }
  }
  throw new Error('Expected the server to start.');
}

/** The spans that Next makes of the requests themselves end last. */
function requestsIn(spans: readonly ReceivedSpan[]): number {
  return spans.filter(
    ({ attributes }) => attributes['next.span_type'] === 'BaseServer.handleRequest',
  ).length;
}
