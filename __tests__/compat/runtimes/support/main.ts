import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { printTraces } from '../../../../examples/support/print-traces.js';
import { formatTable } from './format-table.js';
import { installProgram, nodeFor, packPackage } from './install.js';
import { noteMeasurements } from './measurements.js';
import { findPageProblems, renewPage } from './page.js';
import { recordProgram } from './record-program.js';
import { rows, type Row } from './rows.js';
import { tryRow, type RecordWay, type Trial } from './try-row.js';

const CHECKOUT = fileURLToPath(new URL('../../../..', import.meta.url));
const RUNTIMES = fileURLToPath(new URL('..', import.meta.url));

/** Past these, a trial's problems are counted: a span in the wrong session brings all its kind along. */
const SHOWN_PROBLEMS = 5;

/**
 * Installs the runtimes, runs their programs one after the other, and prints what became of the traces.
 *
 * @param args - names of folders to limit it to; `--trees` prints every trace as well; `--write` renews
 *   docs/runtimes.md with what came out; `--check-page` runs nothing and says whether that page is what it should be
 * @returns the exit code
 */
export async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--check-page')) return reportPage(findPageProblems());
  const folders = args.filter((arg) => !arg.startsWith('--'));
  const chosen = folders.length === 0 ? rows : folders.flatMap(rowsIn);
  const temporary = await mkdtemp(join(tmpdir(), 'otel-session-trace-'));
  try {
    const tarball = await packPackage(CHECKOUT, temporary);
    const trials: Trial[] = [];
    for (const row of chosen) {
      console.error(`${new Date().toTimeString().slice(0, 8)} ${row.name}`);
      trials.push(...(await tryRow(row, installed(row, tarball))));
    }
    if (args.includes('--trees')) printTrees(trials);
    console.log(formatTable(trials));
    if (args.includes('--write')) {
      noteMeasurements(trials, rows);
      renewPage();
    }
    return report(trials);
  } finally {
    await rm(temporary, { recursive: true });
  }
}

function rowsIn(folder: string): Row[] {
  const chosen = rows.filter((each) => each.folder === folder);
  if (chosen.length === 0) {
    const known = [...new Set(rows.map((each) => each.folder))].join(', ');
    throw new Error(`Expected folders among ${known}, got ${folder}.`);
  }
  return chosen;
}

/** A runtime that cannot be installed is a problem of its row, and the others are run all the same. */
function installed(row: Row, tarball: string): RecordWay {
  const folder = join(RUNTIMES, row.folder);
  let node: Promise<string> | undefined;
  return async (way) => {
    node ??= installProgram(folder, tarball).then(() => nodeFor(folder));
    return recordProgram(folder, row, way, await node);
  };
}

function printTrees(trials: readonly Trial[]): void {
  for (const { row, way, spans } of trials) {
    printTraces(`${row.name}, ${way?.needs ?? 'before'}`, spans);
  }
}

function report(trials: readonly Trial[]): number {
  const faulty = trials.filter(({ problems }) => problems.length > 0);
  for (const { row, way, problems } of faulty) {
    console.error(`\n✗ ${row.name}, ${way?.needs ?? 'before'}`);
    for (const problem of problems.slice(0, SHOWN_PROBLEMS)) console.error(`  ${problem}`);
    const more = problems.length - SHOWN_PROBLEMS;
    if (more > 0) console.error(`  and ${more} more`);
  }
  return faulty.length === 0 ? 0 : 1;
}

function reportPage(problems: readonly string[]): number {
  for (const problem of problems) console.error(problem);
  return problems.length === 0 ? 0 : 1;
}
