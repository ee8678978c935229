import { fork } from 'node:child_process';

/**
 * Runs a module as a process of its own, loaded the way this process was (`fork` hands the Node flags
 * on), and waits for its end.
 *
 * @throws Error when the process fails.
 */
export function runProcess(
  module: URL,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = fork(module, args, { env: environment });
    child.once('error', reject);
    child.once('close', (exitCode) => {
      if (exitCode === 0) resolve();
      else reject(new Error(`${module.pathname} ended with exit code ${String(exitCode)}`));
    });
  });
}
