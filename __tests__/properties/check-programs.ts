import fc from 'fast-check';
import { problemsOf } from './problems-of.js';
import type { Program } from './program.js';
import { programs } from './programs.js';
import { writeProgram } from './write-program.js';

/** What random programs are run with. */
export interface CheckOptions {
  readonly count: number;
  readonly seed: number;
}

/** Runs random programs, and says what is wrong with the smallest that fails; undefined where none does. */
export async function checkPrograms({ count, seed }: CheckOptions): Promise<string | undefined> {
  const property = fc.asyncProperty(
    programs,
    async (program) => (await problemsOf(program)).length === 0,
  );
  const run = await fc.check(property, { numRuns: count, seed });
  const [program] = run.counterexample ?? [];
  return program === undefined
    ? undefined
    : `seed ${seed}, program ${run.numRuns}, made smaller ${run.numShrinks} times\n${await report(program)}`;
}

/** A program, and what is wrong with it. */
export async function report(program: Program): Promise<string> {
  const problems = await problemsOf(program);
  return [writeProgram(program), ...problems.map((problem) => `! ${problem}`)].join('\n');
}
