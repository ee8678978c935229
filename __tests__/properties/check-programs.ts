import fc from 'fast-check';
import { KNOWN_FAULTS } from './known-faults.js';
import { problemsOf } from './problems-of.js';
import type { Program } from './program.js';
import { programs } from './programs.js';
import { writeProgram } from './write-program.js';

/** What random programs are run with. */
export interface CheckOptions {
  readonly count: number;
  readonly seed: number;
  /** Runs programs that may meet a known fault as well. Default false. */
  readonly known?: boolean;
}

/** Runs random programs, and says what is wrong with the smallest that fails; undefined where none does. */
export async function checkPrograms({
  count,
  seed,
  known = false,
}: CheckOptions): Promise<string | undefined> {
  const property = fc.asyncProperty(programs, async (program) => {
    fc.pre(known || !KNOWN_FAULTS.some((fault) => fault.meets(program)));
    return (await problemsOf(program)).length === 0;
  });
  const run = await fc.check(property, { numRuns: count, seed, maxSkipsPerRun: 20 });
  if (!run.failed) return undefined;
  const [program] = run.counterexample ?? [];
  return program === undefined
    ? `seed ${seed}: too many programs were passed over`
    : `seed ${seed}, program ${run.numRuns}, made smaller ${run.numShrinks} times\n${await report(program)}`;
}

/** A program, and what is wrong with it. */
export async function report(program: Program): Promise<string> {
  const problems = await problemsOf(program);
  return [writeProgram(program), ...problems.map((problem) => `! ${problem}`)].join('\n');
}
