import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** What a program left behind. */
export interface ProgramResult {
  readonly exitCode: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs a TypeScript program of this repository as a process of its own. */
export async function runProgram(
  path: string,
  environment: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
): Promise<ProgramResult> {
  const child = spawn(process.execPath, ['--import', 'tsx', path, ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [exitCode, output, errors] = await Promise.all([
    exited,
    text(child.stdout),
    text(child.stderr),
  ]);
  return { exitCode, output, errors };
}
