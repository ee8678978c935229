import { spawn } from 'node:child_process';

/** Where and how a command runs. */
export interface CommandOptions {
  readonly cwd?: string;
  /** The whole environment. Default: this process's own. */
  readonly env?: NodeJS.ProcessEnv;
  /** After this time the command is ended. Default 5 minutes. */
  readonly timeoutMillis?: number;
}

/**
 * Runs a command to its end and returns what it printed on standard output.
 *
 * @throws Error with all that it printed, when it fails.
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  { cwd, env = process.env, timeoutMillis = 300_000 }: CommandOptions = {},
): Promise<string> {
  const child = spawn(command, args, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMillis,
    killSignal: 'SIGKILL',
  });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const ending = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve(signal ?? String(code));
    });
  });
  if (ending !== '0') {
    throw new Error(`${command} ${args.join(' ')} ended with ${ending}\n${errors}${output}`.trim());
  }
  return output;
}
