import { differencesFromModel } from './compare-with-model.js';
import { ExportedTraces } from './exported-traces.js';
import { brokenInvariants } from './invariants.js';
import { expectationsOf } from './model.js';
import { playProgram } from './play-program.js';
import type { Program } from './program.js';

/** Runs a program for real and in the model, and says in words what is wrong; nothing where all is well. */
export async function problemsOf(program: Program): Promise<readonly string[]> {
  const played = await playProgram(program);
  const expected = expectationsOf(program);
  const perExporter = played.exported.flatMap((exported, number) => {
    const traces = new ExportedTraces(program.setup, played, exported);
    const isHolding = program.setup.exporters[number] === 'holding';
    const expectations = expected.map(({ live, atExport }) => (isHolding ? atExport : live));
    return [
      ...brokenInvariants(program, played, traces, expectations),
      ...differencesFromModel(program.setup, expectations, played, traces, isHolding),
    ].map((problem) => (played.exported.length === 1 ? problem : `exporter ${number}: ${problem}`));
  });
  return [...played.errors, ...perExporter];
}
