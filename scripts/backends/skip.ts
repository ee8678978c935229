import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Why a part cannot be run on this machine: it is left out, and the reason is told. */
class Skipped extends Error {}

/**
 * Asks for the tools that a part needs.
 *
 * @throws Skipped when one of them is not on this machine
 */
export function needTools(...tools: readonly string[]): void {
  for (const tool of tools) {
    // Which option a tool knows does not matter: only one that is not there cannot be started.
    if (spawnSync(tool, ['--version'], { stdio: 'ignore' }).error !== undefined) {
      throw new Skipped(`${tool} is not installed`);
    }
  }
}

/**
 * Asks for a file of the operating system.
 *
 * @throws Skipped when this one has none
 */
export function needFile(path: string): void {
  if (!existsSync(path)) throw new Skipped(`there is no ${path}`);
}

/** Runs a part; one that this machine cannot run answers undefined. */
export async function unlessSkipped<T>(
  part: string,
  run: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Skipped)) throw error;
    console.log(`skipped ${part}: ${error.message}`);
    return undefined;
  }
}
