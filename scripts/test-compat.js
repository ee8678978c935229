// Tests the packed package beside each major of the SDK: `npm run test:compat`.
//
// The same scenario is played as ES module, as CommonJS, with both copies in one process, and with our
// processor attached to providers that exist, and must print the same text everywhere. So must what an
// application makes that is started with the register hook, loaded in either way. How long our own spans
// last is looked at on the wire. The types are checked against each major's. `--node 22` (repeatable) chooses
// the Node versions; those that do not run this script come from npm.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { install, nodePath, output, withTarball } from './support/commands.js';
import { verdict } from './support/verdict.js';

const MAJORS = [
  { folder: 'sdk-1', sdk: '@opentelemetry/sdk-trace-node', minimumNode: 20 },
  { folder: 'sdk-2', sdk: '@opentelemetry/sdk-trace-node', minimumNode: 20 },
  { folder: 'sdk-3', sdk: '@opentelemetry/sdk-trace', minimumNode: 22 },
];
const HOOK = 'otel-session-trace/register';

const home = fileURLToPath(new URL('../__tests__/compat/sdk', import.meta.url));
const expected = readFileSync(join(home, 'expected.txt'), 'utf8');
const registered = readFileSync(join(home, 'expected-registered.txt'), 'utf8');
const sent = readFileSync(join(home, 'expected-wire.txt'), 'utf8');

const { values } = parseArgs({
  options: {
    node: { type: 'string', multiple: true, default: ['20', '24'] },
    'silent-spans': { type: 'string', default: '1000' },
  },
});
const RUNS = {
  ESM: { args: ['run-esm.mjs'], text: expected },
  CJS: { args: ['run-cjs.cjs'], text: expected },
  both: { args: ['run-both.mjs'], text: expected },
  attached: { args: ['run-esm.mjs', '--attach'], text: expected },
  '--import': { args: ['--import', HOOK, 'run-esm.mjs', '--registered'], text: registered },
  wire: { args: ['run-wire.cjs'], text: sent },
  silent: { args: ['run-silence.cjs', '--spans', values['silent-spans']], text: 'silent\n' },
  '--require': { args: ['--require', HOOK, 'run-cjs.cjs', '--registered'], text: registered },
};
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const rows = withTarball((tarball) => {
  const nodes = values.node.map((version) => ({ version, path: nodePath(version) }));
  return MAJORS.flatMap((major) => {
    const able = nodes.filter(({ version }) => parseInt(version, 10) >= major.minimumNode);
    return able.length === 0 ? [] : testMajor(major, able, tarball);
  });
});
console.table(Object.fromEntries(rows.map(({ name, ...verdicts }) => [name, verdicts])));
const failed = rows.some((row) => Object.values(row).includes('FAILED'));
process.exitCode = failed || rows.length === 0 ? 1 : 0;

function testMajor({ folder, sdk }, nodes, tarball) {
  const cwd = join(home, folder);
  install(tarball, cwd);
  const types = verdict(
    `types beside ${folder}`,
    () => output(process.execPath, [tsc, '-p', '.'], cwd),
    '',
  );
  const { dependencies } = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8'));
  return nodes.map(({ path }) => {
    const node = output(path, ['-p', 'process.version'], cwd).trim();
    const runs = Object.entries(RUNS).map(([name, { args, text }]) => [
      name,
      verdict(`${name} beside ${folder} on ${node}`, () => output(path, args, cwd), text),
    ]);
    const name = `SDK ${dependencies[sdk]} on Node ${node}`;
    return { name, ...Object.fromEntries(runs), types };
  });
}
