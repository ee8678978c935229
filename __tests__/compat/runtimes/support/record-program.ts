import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { startOtlpReceiver } from '../../../../examples/support/otlp-receiver.js';
import type { ReceivedSpan } from '../../../../examples/support/received-span.js';
import { startLocalModels } from './models/local-models.js';
import type { Row, Way } from './rows.js';
import { runCommand } from './run-command.js';

/**
 * Runs a row's program against a model server and a trace backend on this machine.
 *
 * @param folder - where the program's `main.js` is
 * @param way - how it is to tell the session; without one, it runs as it was before
 * @param node - the path of the Node to run it with
 * @returns what arrived at the backend
 */
export async function recordProgram(
  folder: string,
  { args = [] }: Row,
  way: Way | undefined,
  node: string,
): Promise<readonly ReceivedSpan[]> {
  const models = await startLocalModels();
  const receiver = await startOtlpReceiver();
  const home = await mkdtemp(join(tmpdir(), 'otel-session-trace-home-'));
  const registered = way?.register;
  const hook = registered ? ['--import', 'otel-session-trace/register'] : [];
  const wayName = registered ? 'before' : (way?.name ?? 'before');
  try {
    await runCommand(node, [...hook, 'main.js', ...args, wayName], {
      cwd: folder,
      // All there is: settings of this shell (OTEL_*, LANGSMITH_*, a proxy) would change what is exported.
      env: {
        ...models.environment,
        ...registered,
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: receiver.url,
        HOME: home,
        PATH: `${dirname(node)}:/usr/bin:/bin`,
      },
      timeoutMillis: 300_000,
    });
  } finally {
    await Promise.all([
      models.close(),
      receiver.close(),
      rm(home, { recursive: true, force: true }),
    ]);
  }
  return receiver.spans;
}
