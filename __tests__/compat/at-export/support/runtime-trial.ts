import { fileURLToPath } from 'node:url';

import { conversations } from '../../runtimes/support/conversations.js';
import { recordProgram } from '../../runtimes/support/record-program.js';
import { rows } from '../../runtimes/support/rows.js';
import type { Trial } from './trials.js';

/**
 * A program of `npm run test:runtimes` as a trial.
 *
 * @param name - of its row
 * @param pasted - the file with the lines that place at export alone, without its ending
 */
export function runtimeTrial(name: string, pasted: string): Trial {
  const row = rows.find((each) => each.name === name);
  if (row === undefined) throw new Error(`Expected a runtime named ${name}.`);
  const folder = `../runtimes/${row.folder}`;
  const path = fileURLToPath(new URL(`../${folder}`, import.meta.url));
  const sessions = conversations.map((conversation) => conversation[row.ids ?? 'id']);
  return {
    name,
    folder,
    sessions,
    record: (way, node) =>
      recordProgram(path, row, way === 'before' ? undefined : { name: pasted, needs: way }, node),
    before: row.before,
    placed: { spans: row.before.spans + sessions.length, traces: sessions.length },
  };
}
