// Real backends on this machine: `npm run backends -- [part ...] [--backend name ...]`.
import { parseArgs } from 'node:util';

import { checkDashboard } from './parts/dashboard.js';
import { picture } from './parts/pictures.js';
import { runQueries } from './parts/queries.js';
import { measureRoots } from './parts/roots.js';
import { measureScale } from './parts/scale.js';
import { measureWorkload } from './parts/workload.js';
import { endOnSignal } from './process/end-on-signal.js';
import { BACKEND_NAMES, startBackends, type BackendName } from './servers/all.js';
import type { Backend } from './servers/backend.js';
import { unlessSkipped } from './skip.js';

const PARTS: Readonly<Record<string, (names: readonly BackendName[]) => Promise<void>>> = {
  workload: withBackends(measureWorkload),
  roots: withBackends(measureRoots),
  scale: withBackends(measureScale),
  pictures: withBackends(picture),
  queries: withBackends(runQueries),
  dashboard: checkDashboard,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { backend: { type: 'string', multiple: true } },
});
const parts = oneOf('part', positionals, Object.keys(PARTS));
const names = oneOf('backend', values.backend ?? [], BACKEND_NAMES);

endOnSignal();
for (const part of parts) {
  await unlessSkipped(part, async () => PARTS[part]?.(names as BackendName[]));
}

/** A part that needs the backends: they begin with empty stores, and end with it. */
function withBackends(
  run: (backends: readonly Backend[]) => Promise<void>,
): (names: readonly BackendName[]) => Promise<void> {
  return async (names) => {
    const backends = await startBackends(names);
    try {
      await run(backends);
    } finally {
      for (const backend of backends) await backend.stop();
    }
  };
}

/** What was asked for, or all that there is. */
function oneOf(
  what: string,
  asked: readonly string[],
  known: readonly string[],
): readonly string[] {
  const unknown = asked.find((each) => !known.includes(each));
  if (unknown !== undefined) {
    throw new Error(`Expected a ${what} of ${known.join(', ')}, got ${unknown}.`);
  }
  return asked.length === 0 ? known : asked;
}
