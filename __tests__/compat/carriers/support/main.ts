import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { startOtlpReceiver } from '../../../../examples/support/otlp-receiver.js';
import { groupByTrace } from '../../../../examples/support/trace-tree.js';
import { renderSessions } from '../../../support/render-sessions.js';
import { installProgram, packPackage } from '../../runtimes/support/install.js';
import { runCommand } from '../../runtimes/support/run-command.js';
import { shapes, type Shape } from './shapes.js';

const CHECKOUT = fileURLToPath(new URL('../../../..', import.meta.url));
const CARRIERS = fileURLToPath(new URL('..', import.meta.url));

/**
 * Installs what the programs need, runs them, and compares the traces of all their processes with what they should be.
 *
 * @param args - names of shapes to limit it to; `--trees` prints every trace as well
 * @returns the exit code
 */
export async function main(args: readonly string[]): Promise<number> {
  const names = args.filter((arg) => arg !== '--trees');
  const chosen = shapes.filter(({ name }) => names.length === 0 || names.includes(name));
  const temporary = await mkdtemp(join(tmpdir(), 'otel-session-trace-'));
  try {
    await installProgram(CARRIERS, await packPackage(CHECKOUT, temporary));
  } finally {
    await rm(temporary, { recursive: true });
  }
  const verdicts: [string, string][] = [];
  for (const shape of chosen) {
    verdicts.push([shape.name, await tryShape(shape, args.includes('--trees'))]);
  }
  console.table(Object.fromEntries(verdicts));
  return verdicts.some(([, verdict]) => verdict === 'FAILED') ? 1 : 0;
}

async function tryShape({ program, needs, tree }: Shape, showsTree: boolean): Promise<string> {
  if (needs !== undefined && spawnSync(needs, ['--version']).error !== undefined) {
    return `skipped: ${needs} is not installed`;
  }
  const got = await tracesOf(program).catch(String);
  if (showsTree) console.log(`${got}\n`);
  if (got === tree) return 'passed';
  console.error(`\nexpected\n${tree}\n\ngot\n${got}\n`);
  return 'FAILED';
}

/** What a program and the processes that it started have exported, as text: one trace after the other, by session. */
async function tracesOf(program: string): Promise<string> {
  const receiver = await startOtlpReceiver();
  try {
    await runCommand(process.execPath, [program], {
      cwd: CARRIERS,
      // All there is: settings of this shell would change what is exported.
      env: { PATH: process.env['PATH'], OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: receiver.url },
      timeoutMillis: 60_000,
    });
  } finally {
    await receiver.close();
  }
  return groupByTrace(receiver.spans)
    .map(({ spans }) => renderSessions(spans))
    .sort()
    .join('\n');
}
