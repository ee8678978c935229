import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** What became of a Node process. */
export interface NodeRun {
  readonly exitCode: number | null;
  readonly output: string;
  readonly errors: string;
}

/** How a Node process is run. */
export interface NodeRunOptions {
  /** Added to an environment that holds nothing but the path. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Called with each line that the process prints; `answer` writes to its standard input, null ends that. */
  readonly onLine?: (line: string, answer: (text: string | null) => void) => void;
  /** Where it is run. Default: the checkout. */
  readonly folder?: string;
}

/** Less than a test may take, so that a process that hangs is told as one. */
const TIMEOUT_MILLIS = 100_000;

/** Runs Node with arguments to its end. */
export async function runNode(
  nodeArguments: readonly string[],
  { environment = {}, onLine, folder }: NodeRunOptions = {},
): Promise<NodeRun> {
  const child = spawn(process.execPath, nodeArguments, {
    // Settings of this shell (OTEL_*, NODE_OPTIONS of the test runner) are no part of the test.
    env: { PATH: process.env['PATH'], ...environment },
    cwd: folder,
    stdio: 'pipe',
    timeout: TIMEOUT_MILLIS,
    killSignal: 'SIGKILL',
  });
  let output = '';
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  createInterface({ input: child.stdout }).on('line', (line) => {
    output += `${line}\n`;
    onLine?.(line, (text) => {
      if (text === null) {
        child.stdin.end();
      } else {
        child.stdin.write(text);
      }
    });
  });
  if (onLine === undefined) {
    child.stdin.end();
  }
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { exitCode, output, errors };
}
