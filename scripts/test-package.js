// Tests the tarball as strangers install it: `npm run test:package`.
//
// Each package manager installs it in an empty folder, where the program of the README must print the README's
// tree, as ES module and as CommonJS. Each TypeScript checks a strict program against it, with the declarations
// of all packages (`skipLibCheck: false`), under each way to resolve modules.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { output, withTarball } from './support/commands.js';
import { PACKAGE_MANAGERS, run, whyMissing } from './support/package-managers.js';
import { readmeProgram } from './support/readme-program.js';
import { TYPESCRIPTS, RESOLUTIONS, typeCheck } from './support/type-checks.js';
import { verdict } from './support/verdict.js';

const PACKAGES = {
  '@opentelemetry/api': '1.9.1',
  '@opentelemetry/sdk-trace-node': '2.12.0',
};
const root = fileURLToPath(new URL('..', import.meta.url));
// Outside the repository: nothing is to be found in the folders above.
const home = mkdtempSync(join(tmpdir(), 'strangers-'));

function makeFolder(name, tarball, devDependencies = {}) {
  const folder = join(home, name.replace(' ', '-'));
  mkdirSync(folder);
  const dependencies = { ...PACKAGES, 'otel-session-trace': `file:${tarball}` };
  const manifest = { name: 'stranger', private: true, dependencies, devDependencies };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
}

function installAndRun(packageManager, tarball) {
  const { name, manager, run: runner } = packageManager;
  const folder = makeFolder(name, tarball);
  const missing = whyMissing(packageManager, folder);
  if (missing !== undefined) {
    return { ESM: `skipped: ${missing}` };
  }
  run([...manager, 'install'], folder);
  const { esm, cjs, tree } = readmeProgram(root);
  writeFileSync(join(folder, 'agent.mjs'), esm);
  writeFileSync(join(folder, 'agent.cjs'), cjs);
  return {
    ESM: verdict(`${name}, ESM`, () => run([...runner, 'agent.mjs'], folder), tree),
    CJS: verdict(`${name}, CJS`, () => run([...runner, 'agent.cjs'], folder), tree),
  };
}

function checkTypes(tarball) {
  const folder = makeFolder('typescript', tarball, {
    '@types/node': '20.19.43',
    ...Object.fromEntries(
      TYPESCRIPTS.map(({ name, version }) => [name, `npm:typescript@${version}`]),
    ),
  });
  output('npm', ['install', '--no-audit', '--no-fund'], folder);
  const consumer = readFileSync(join(root, '__tests__/compat/package/consumer.ts'), 'utf8');
  writeFileSync(join(folder, 'consumer.mts'), consumer);
  writeFileSync(join(folder, 'consumer.cts'), consumer);
  return Object.fromEntries(
    TYPESCRIPTS.map(({ name }) => [
      name,
      Object.fromEntries(
        Object.entries(RESOLUTIONS).map(([resolution, options]) => [
          resolution,
          verdict(`${name}, ${resolution}`, () => typeCheck(folder, name, options), ''),
        ]),
      ),
    ]),
  );
}

try {
  const results = withTarball((tarball) => ({
    ...Object.fromEntries(
      PACKAGE_MANAGERS.map((manager) => [manager.name, installAndRun(manager, tarball)]),
    ),
    ...checkTypes(tarball),
  }));
  console.table(results);
  const cells = Object.values(results).flatMap((row) => Object.values(row));
  process.exitCode = cells.includes('FAILED') ? 1 : 0;
} finally {
  rmSync(home, { recursive: true });
}
