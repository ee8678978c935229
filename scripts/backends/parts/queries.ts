import { settled } from '../ask/settled.js';
import { table } from '../page/table.js';
import { today } from '../page/write-section.js';
import { writeWhole } from '../page/write-whole.js';
import { countHits } from '../queries/count-hits.js';
import { queriesOfPage } from '../queries/queries-of-page.js';
import type { Backend } from '../servers/backend.js';
import { fetchJson } from '../servers/fetch-json.js';
import { startGateway } from '../servers/gateway.js';
import { MODES } from '../workload/modes.js';
import { runMode } from '../workload/run-mode.js';

const MODE = 'session-shared';

/** Runs each query of docs/queries.md on the backend under whose heading it stands. */
export async function runQueries(backends: readonly Backend[]): Promise<void> {
  const gateway = await startGateway(backends);
  for (const mode of MODES.filter(({ name }) => name === MODE)) {
    await runMode(mode, gateway.endpoint);
  }
  await gateway.stop();
  const rows: [string, string, number][] = [];
  for (const backend of backends) {
    await settled(backend, MODE);
    const queries = queriesOfPage(MODE, `${MODE}-alice`);
    for (const { title, path, body } of queries.filter((each) => each.backend === backend.name)) {
      const hits = countHits(await fetchJson(`${backend.api}${path}`, body));
      rows.push([`${backend.name} ${backend.version}`, title, hits]);
    }
  }
  const text = `*Run on ${today()} by \`npm run backends -- queries\`, on a session of three turns with one failed tool.*`;
  const head = ['backend', 'query', 'traces, spans or sessions in the answer'];
  writeWhole('docs/queries.md', 'queries', `${text}\n\n${table(head, rows)}`, backends);
  const inVain = rows.filter(([, , hits]) => hits === 0);
  if (inVain.length > 0) throw new Error(`Nothing was found by ${inVain.join(', ')}.`);
}
