import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { cacheFolder } from '../../scripts/backends/cache.js';
import { downloadGoModule } from '../../scripts/backends/install/go-module.js';
import { runCommand } from '../../scripts/backends/process/run-command.js';
import { needTools } from '../../scripts/backends/skip.js';
import { VERSIONS } from '../../scripts/backends/versions.js';

const CHECKER = fileURLToPath(new URL('./crd-check', import.meta.url));
const MANIFESTS = fileURLToPath(new URL('./kubernetes', import.meta.url));
const OBJECT = join(MANIFESTS, 'instrumentation.yaml');

/** Faults as people make them, and what must be said of each. */
const FAULTS = [
  { right: 'parentbased_always_on', wrong: 'always', said: 'Unsupported value: "always"' },
  { right: '\n  nodejs:', wrong: '\n  nodeJS:', said: 'unknown field "spec.nodeJS"' },
  {
    right: 'apiVersion: opentelemetry.io/v1alpha1',
    wrong: 'apiVersion: v1',
    said: 'v1 Instrumentation is not',
  },
] as const;

/**
 * Checks what is written for the OpenTelemetry Operator against its resource definition, with the code that an
 * API server has for that.
 *
 * @throws Error with what is wrong, and when the checker lets a fault pass
 */
export async function checkInstrumentation(): Promise<void> {
  needTools('go');
  const cwd = cacheFolder('run', 'crd-check');
  const checker = join(cwd, 'crd-check');
  await runCommand('go', ['build', '-o', checker, '.'], { cwd: CHECKER });
  const operator = await downloadGoModule(
    `github.com/open-telemetry/opentelemetry-operator@v${VERSIONS.operator}`,
    cwd,
  );
  const definition = join(operator, 'config/crd/bases/opentelemetry.io_instrumentations.yaml');
  const check = (...args: readonly string[]): Promise<string> =>
    runCommand(checker, ['-crd', definition, ...args], { cwd });
  await check('-instrumentation-of', join(MANIFESTS, 'helm-values.yaml'), OBJECT);
  for (const { right, wrong, said } of FAULTS) {
    const spoiled = join(cwd, 'spoiled.yaml');
    writeFileSync(spoiled, readFileSync(OBJECT, 'utf8').replace(right, wrong));
    const outcome = await check(spoiled).catch(String);
    if (!outcome.includes(said)) throw new Error(`${wrong} in ${OBJECT} passes: ${outcome}`);
  }
}
