import { fileURLToPath } from 'node:url';

import type { ReceivedSpan } from '../../../../examples/support/received-span.js';
import { recordProgram } from '../../runtimes/support/record-program.js';
import { rows } from '../../runtimes/support/rows.js';

/** Runs a program of `npm run test:runtimes`: as it was before, or in the first of its ways. */
export function recordRow(
  name: string,
): (way: string, node: string) => Promise<readonly ReceivedSpan[]> {
  const row = rows.find((each) => each.name === name);
  if (row === undefined) throw new Error(`Expected a runtime named ${name}.`);
  const folder = fileURLToPath(new URL(`../../runtimes/${row.folder}`, import.meta.url));
  return (way, node) =>
    recordProgram(folder, row, way === 'before' ? undefined : row.ways[0], node);
}
