// Shows what the random programs catch: `npm run test:mutants -- --count 4000`, or `--rule turn` for a few.
//
// Each mutant is a copy of src in which one rule says something else; the programs must notice it. The copy that is
// changed nowhere must pass: a check that fails by itself catches nothing.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { MUTANTS } from './support/mutants.js';

const tsx = createRequire(import.meta.url).resolve('tsx/cli');
const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '4000' },
    seed: { type: 'string', default: '1' },
    // How many seeds a mutant is given, one after the other: some rules matter to one program in thousands.
    seeds: { type: 'string', default: '6' },
    // Only the rules that have this in their text.
    rule: { type: 'string', default: '' },
  },
});

MUTANTS.forEach(requirePlace);
const rows = MUTANTS.filter(({ rule }) => rule.includes(values.rule)).map((mutant) => {
  const said = withCopy(mutant, runPrograms);
  const caught = said !== undefined;
  return { ...mutant, caught, by: /(seed \d+, program \d+),/.exec(said ?? '')?.[1] ?? '' };
});
console.table(Object.fromEntries(rows.map(({ rule, caught, by }) => [rule, { caught, by }])));
const unchanged = withCopy(undefined, runPrograms);
console.log(unchanged ?? 'The unchanged copy passes.');
process.exitCode = unchanged === undefined && rows.every(({ caught }) => caught) ? 0 : 1;

/** Uses a copy of what the programs need, in which the mutant's text stands instead of ours. */
function withCopy(mutant, use) {
  const folder = mkdtempSync(join(tmpdir(), 'otel-session-trace-'));
  try {
    for (const part of ['src', '__tests__/properties', 'examples/support', 'package.json']) {
      cpSync(part, join(folder, part), { recursive: true });
    }
    cpSync('tsconfig.json', join(folder, 'tsconfig.json'));
    symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
    if (mutant !== undefined) {
      mutate(join(folder, mutant.file), mutant);
    }
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function mutate(path, { from, to }) {
  writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
}

/** Fails at once, not after minutes, where src has moved on. */
function requirePlace({ rule, file, from }) {
  if (readFileSync(file, 'utf8').split(from).length !== 2) {
    throw new Error(`Expected exactly one place for the mutant "${rule}" in ${file}.`);
  }
}

/** What the programs find; undefined where they find nothing with any seed. */
function runPrograms(folder) {
  const first = Number(values.seed);
  for (let seed = first; seed < first + Number(values.seeds); seed++) {
    const said = runSeed(folder, String(seed));
    if (said !== undefined) {
      return said;
    }
  }
  return undefined;
}

function runSeed(folder, seed) {
  const args = ['--count', values.count, '--seed', seed];
  try {
    execFileSync(process.execPath, [tsx, '__tests__/properties/main.ts', ...args], {
      cwd: folder,
      encoding: 'utf8',
    });
    return undefined;
  } catch (error) {
    if (!/^! /m.test(String(error.stdout))) throw error;
    return String(error.stdout);
  }
}
