import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printTraces } from '../../../../examples/support/print-traces.js';
import { installProgram, packPackage } from '../../runtimes/support/install.js';
import { findServerProblems } from './find-server-problems.js';
import { recordServer } from './record-server.js';

const CHECKOUT = fileURLToPath(new URL('../../../..', import.meta.url));
const FOLDER = fileURLToPath(new URL('..', import.meta.url));
const SERVERS = ['node-http', 'express', 'fastify', 'hono', 'nestjs', 'grpc'];

/** Who knows the session: the header of the request, or the handler alone. */
const WAYS = ['header', 'handler'];

/**
 * Installs the servers, has each serve two sessions at once, and prints what became of the traces.
 *
 * @param args - names of servers to limit it to; `--trees` prints every trace as well
 * @returns the exit code
 */
export async function main(args: readonly string[]): Promise<number> {
  const names = args.filter((arg) => arg !== '--trees');
  const unknown = names.find((name) => !SERVERS.includes(name));
  if (unknown !== undefined) {
    throw new Error(`Expected servers among ${SERVERS.join(', ')}, got ${unknown}.`);
  }
  const temporary = await mkdtemp(join(tmpdir(), 'otel-session-trace-'));
  try {
    await installProgram(FOLDER, await packPackage(CHECKOUT, temporary));
  } finally {
    await rm(temporary, { recursive: true });
  }
  let failed = 0;
  for (const name of names.length === 0 ? SERVERS : names) {
    const before = await recordServer(name, 'before');
    console.log(`${name}: ${numbersOf(before)} before`);
    for (const way of name === 'express' ? [...WAYS, 'register'] : WAYS) {
      const after = await recordServer(name, way);
      if (args.includes('--trees')) printTraces(`${name}, ${way}`, after);
      const problems = findServerProblems(name, way, after);
      console.log(`  ${way}: ${numbersOf(after)}`);
      for (const problem of problems) console.error(`  ✗ ${problem}`);
      failed += problems.length > 0 ? 1 : 0;
    }
  }
  return failed > 0 ? 1 : 0;
}

function numbersOf(spans: readonly { readonly traceId: string }[]): string {
  return `${spans.length} spans in ${new Set(spans.map(({ traceId }) => traceId)).size} traces`;
}
