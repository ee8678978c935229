// Measures the packed package in one tracer provider with the processors of others: `npm run test:peers`.
//
// Each program in __tests__/compat/peers/peers must print what its file in expected/ says. `--update` writes
// these files instead: what a peer does is found out, not prescribed. Read the difference before you commit it.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { install, output, withTarball } from './support/commands.js';
import { verdict } from './support/verdict.js';

const home = fileURLToPath(new URL('../__tests__/compat/peers', import.meta.url));

const { values } = parseArgs({ options: { update: { type: 'boolean', default: false } } });
withTarball((tarball) => install(tarball, home));
const verdicts = readdirSync(join(home, 'peers')).map((program) => {
  const name = program.replace('.mjs', '');
  const expected = join(home, 'expected', `${name}.txt`);
  const run = () => output(process.execPath, [join('peers', program)], home);
  if (values.update) {
    writeFileSync(expected, run());
  }
  return [name, verdict(name, run, readFileSync(expected, 'utf8'))];
});
console.table(Object.fromEntries(verdicts));
process.exitCode = verdicts.every(([, each]) => each === 'passed') ? 0 : 1;
