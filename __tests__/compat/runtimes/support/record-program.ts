import { startModelServer } from '../../../../examples/support/model-server.js';
import { startOtlpReceiver } from '../../../../examples/support/otlp-receiver.js';
import type { ReceivedSpan } from '../../../../examples/support/received-span.js';
import { runCommand } from './run-command.js';

/**
 * Runs a runtime's program against a model server and a trace backend on this machine.
 *
 * @param folder - where the program's `main.js` is
 * @param way - how it is to tell the session, or `before`
 * @param node - the path of the Node to run it with
 * @returns what arrived at the backend
 */
export async function recordProgram(
  folder: string,
  way: string,
  node: string,
): Promise<readonly ReceivedSpan[]> {
  const model = await startModelServer();
  const receiver = await startOtlpReceiver();
  try {
    await runCommand(node, ['main.js', way], {
      cwd: folder,
      // All there is: settings of this shell (OTEL_*, LANGSMITH_*, a proxy) would change what is exported.
      env: {
        OPENAI_BASE_URL: model.url,
        OPENAI_API_KEY: 'none',
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: receiver.url,
      },
      timeoutMillis: 60_000,
    });
  } finally {
    await Promise.all([model.close(), receiver.close()]);
  }
  return receiver.spans;
}
