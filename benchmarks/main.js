// What a turn of seven spans costs, measured in two ways: `npm run bench`. docs/benchmarks.md explains both, and is
// written by it.
import { writeFileSync } from 'node:fs';
import { describeMachine } from './machine.js';
import { measureInOneProcess } from './one-process.js';
import { measureInOwnProcesses } from './own-processes.js';
import { figures, page } from './page.js';
import { prepareSdk } from './prepare-sdk.js';
import { readSettings } from './settings.js';

try {
  bench(readSettings(process.argv.slice(2)));
} catch (error) {
  console.error(`bench: ${error.message}`);
  process.exitCode = 1;
}

function bench({ processes, variants, sdks, writesPage }) {
  const prepared = sdks.map(prepareSdk);
  const ownProcesses = measureInOwnProcesses(prepared, variants, processes);
  const oneProcess = measureInOneProcess(prepared, variants);
  const results = { sdks: prepared, ownProcesses, oneProcess };
  console.log(`\n${figures(results)}`);
  if (writesPage) {
    const machine = describeMachine(prepared);
    const url = new URL('../docs/benchmarks.md', import.meta.url);
    writeFileSync(url, page({ processes, machine, ...results }));
    console.log('\nWritten to docs/benchmarks.md.');
  }
}
