// A command-line tool that starts itself again with more memory, as some do first of all. What it was started
// with by Node itself (`process.execArgv`) it forgets.
import { spawn } from 'node:child_process';
import process from 'node:process';

if (process.env.AGENT_RESPAWNED === undefined) {
  const args = ['--max-old-space-size=256', ...process.argv.slice(1)];
  const env = { ...process.env, AGENT_RESPAWNED: 'true' };
  spawn(process.execPath, args, { env, stdio: 'inherit' }).on('close', (exitCode) => {
    process.exitCode = exitCode;
  });
} else {
  void import('./with-provider.mjs').then(({ main }) => main());
}
