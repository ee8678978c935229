import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { printTraces } from '../../../../examples/support/print-traces.js';
import { installProgram, nodeFor, packPackage } from '../../runtimes/support/install.js';
import { tryWays, type Outcome } from './try-ways.js';
import { trials, type Trial } from './trials.js';

const CHECKOUT = fileURLToPath(new URL('../../../..', import.meta.url));
const FOLDER = fileURLToPath(new URL('..', import.meta.url));

/** Past these, problems are counted: they come in kinds. */
const SHOWN_PROBLEMS = 5;

/**
 * Installs the programs, runs each without this package and with placing at export alone, and prints what came out.
 *
 * @param args - names of folders to limit it to; `--trees` prints every trace as well
 * @returns the exit code
 */
export async function main(args: readonly string[]): Promise<number> {
  const folders = args.filter((arg) => arg !== '--trees');
  const unknown = folders.find((folder) => !trials.some((trial) => trial.folder === folder));
  if (unknown !== undefined) {
    const known = trials.map(({ folder }) => folder).join(', ');
    throw new Error(`Expected folders among ${known}, got ${unknown}.`);
  }
  const chosen = trials.filter(({ folder }) => folders.length === 0 || folders.includes(folder));
  const temporary = await mkdtemp(join(tmpdir(), 'otel-session-trace-'));
  const outcomes: Outcome[] = [];
  try {
    const tarball = await packPackage(CHECKOUT, temporary);
    for (const trial of chosen) outcomes.push(...(await installAndTry(trial, tarball)));
  } finally {
    await rm(temporary, { recursive: true });
  }
  if (args.includes('--trees')) {
    for (const { trial, way, spans } of outcomes) printTraces(`${trial.name}, ${way}`, spans);
  }
  return report(outcomes);
}

async function installAndTry(trial: Trial, tarball: string): Promise<Outcome[]> {
  const folder = join(FOLDER, trial.folder);
  await installProgram(folder, tarball);
  await trial.prepare?.();
  return tryWays(trial, await nodeFor(folder));
}

function report(outcomes: readonly Outcome[]): number {
  console.table(
    outcomes.map(({ trial, way, spans, traces, lost, problems }) => ({
      program: trial.name,
      way,
      spans: spans.length,
      traces,
      'lost answers': lost,
      verdict: problems.length === 0 ? '' : 'FAILED',
    })),
  );
  for (const { trial, way, problems } of outcomes) {
    for (const problem of problems.slice(0, SHOWN_PROBLEMS)) {
      console.error(`✗ ${trial.name}, ${way}: ${problem}`);
    }
    const more = problems.length - SHOWN_PROBLEMS;
    if (more > 0) console.error(`  and ${more} more`);
  }
  return outcomes.some(({ problems }) => problems.length > 0) ? 1 : 0;
}
