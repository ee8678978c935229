import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { cacheFolder } from '../cache.js';
import { runCommand } from '../process/run-command.js';
import { needTools } from '../skip.js';
import { DASHBOARD } from './panels.js';

const CHECKER = fileURLToPath(new URL('./schema-check', import.meta.url));

/** Faults that Grafana would pass over in silence, and what must be said of each. */
const FAULTS = [
  { right: '"reduceOptions"', wrong: '"reduceOption"', said: 'unexpected field' },
  { right: '"min": 0', wrong: '"min": "0"', said: 'min' },
  { right: '"expr"', wrong: '"expression"', said: 'expression' },
] as const;

/**
 * Checks the dashboard against Grafana's schema.
 *
 * @throws Error with what is wrong, and when the checker lets a fault pass
 */
export async function checkSchema(): Promise<void> {
  needTools('go');
  const cwd = cacheFolder('run', 'schema-check');
  const checker = join(cwd, 'schema-check');
  await runCommand('go', ['build', '-o', checker, '.'], { cwd: CHECKER });
  await runCommand(checker, [DASHBOARD], { cwd });
  for (const { right, wrong, said } of FAULTS) {
    const spoiled = join(cwd, 'spoiled.json');
    writeFileSync(spoiled, readFileSync(DASHBOARD, 'utf8').replace(right, wrong));
    const outcome = await runCommand(checker, [spoiled], { cwd }).catch(String);
    if (!outcome.includes(said)) throw new Error(`${wrong} in a dashboard passes: ${outcome}`);
  }
}
