import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startModelServer } from '../../../../examples/support/model-server.js';
import { startOtlpReceiver } from '../../../../examples/support/otlp-receiver.js';
import type { ReceivedSpan } from '../../../../examples/support/received-span.js';
import { grpcClient, httpClient, type ChatClient } from './clients.js';

const FOLDER = fileURLToPath(new URL('..', import.meta.url));

/** The hook, before an application that sets up OpenTelemetry and knows nothing of us. */
const REGISTER = ['--import', 'otel-session-trace/register', '--import', './tracing.js'];
const SETTINGS = {
  SESSION_TRACE_HEADERS: 'x-session-id',
  SESSION_TRACE_INTERACTIONS: 'requestSpans()',
  SESSION_TRACE_NESTED_INTERACTIONS: 'keep',
};

/** Sessions that are served at once. */
export const SESSIONS = ['chat-ada', 'chat-grace'];

/** What a caller of another company sends. */
const OUTSIDE = '00-0af7651916cd43dd8448eb211c80319c-abcdefabcdefabcd-01';

/** Starts a server in a process of its own, has it serve two sessions at once, and gives back what it exported. */
export async function recordServer(name: string, way: string): Promise<readonly ReceivedSpan[]> {
  const model = await startModelServer();
  const receiver = await startOtlpReceiver();
  const imports = way === 'register' ? REGISTER : ['--import', './tracing.js'];
  const server = spawn(process.execPath, [...imports, `servers/${name}.js`], {
    cwd: FOLDER,
    // All there is: settings of this shell (OTEL_*, a proxy) would change what is exported.
    env: {
      WAY: way,
      ...(way === 'register' ? SETTINGS : {}),
      MODEL_URL: model.url,
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: receiver.url,
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [port] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
    const client = (name === 'grpc' ? grpcClient : httpClient)(Number(port));
    await visit(client);
    client.close();
    // What the client that went away has left behind ends by itself.
    await untilQuiet(receiver.spans);
    server.kill('SIGTERM');
    await once(server, 'exit');
  } finally {
    server.kill('SIGKILL');
    await Promise.all([model.close(), receiver.close()]);
  }
  return receiver.spans;
}

/** Each session: a plain request, one with a traceparent from outside, and one whose client goes away. */
async function visit(client: ChatClient): Promise<void> {
  await client.health();
  await Promise.all(
    SESSIONS.map(async (session) => {
      const headers = { 'x-session-id': session };
      await client.chat(headers);
      await client.chat({ ...headers, traceparent: OUTSIDE });
      await client.chat(headers, true);
    }),
  );
}

async function untilQuiet(spans: readonly unknown[]): Promise<void> {
  for (let before = -1; before !== spans.length || before === 0;) {
    before = spans.length;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}
