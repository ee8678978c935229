import { existsSync, readFileSync, writeFileSync } from 'node:fs';

import { groupByTrace } from '../../../../examples/support/trace-tree.js';
import type { Row } from './rows.js';
import type { Trial } from './try-row.js';

/** What came of a row the last time that all of its runs were as they must be. */
export interface Measurement {
  /** The day of the run, as `2026-11-24`. */
  readonly day: string;
  /** Without this package. */
  readonly before: Numbers;
  /** By the name of the way. */
  readonly ways: Readonly<Record<string, Numbers>>;
}

export interface Numbers {
  readonly spans: number;
  readonly traces: number;
}

const FILE = new URL('../measured.json', import.meta.url);

/** By the name of the row. */
export function readMeasurements(): Readonly<Record<string, Measurement>> {
  if (!existsSync(FILE)) return {};
  return JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, Measurement>;
}

/** Notes what came of the rows whose runs were all as they must be. */
export function noteMeasurements(trials: readonly Trial[], rows: readonly Row[]): void {
  const known = readMeasurements();
  const noted = rows.flatMap((row) => {
    const own = trials.filter((trial) => trial.row === row);
    const isNew = own.length > 0 && own.every(({ problems }) => problems.length === 0);
    const measurement = isNew ? toMeasurement(own) : known[row.name];
    return measurement === undefined ? [] : [[row.name, measurement] as const];
  });
  writeFileSync(FILE, `${JSON.stringify(Object.fromEntries(noted), null, 2)}\n`);
}

function toMeasurement(trials: readonly Trial[]): Measurement {
  const before = trials.find(({ way }) => way === undefined);
  if (before === undefined) throw new Error('Expected a run without this package.');
  return {
    day: new Date().toISOString().slice(0, 10),
    before: numbersOf(before),
    ways: Object.fromEntries(
      trials.flatMap((trial) => (trial.way ? [[trial.way.name, numbersOf(trial)]] : [])),
    ),
  };
}

function numbersOf({ spans }: Trial): Numbers {
  return { spans: spans.length, traces: groupByTrace(spans).length };
}
