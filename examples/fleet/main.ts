// A fleet of collectors: `npm run test:fleet -- [--write] [--manifests]`. `--write` renews the table of README.md;
// `--manifests` checks what is written for Kubernetes, and runs no fleet.
import { parseArgs } from 'node:util';

import { writeSection } from '../../scripts/backends/page/write-section.js';
import { endOnSignal } from '../../scripts/backends/process/end-on-signal.js';
import { unlessSkipped } from '../../scripts/backends/skip.js';
import { installCollector } from '../../scripts/backends/install/collector.js';
import { checkInstrumentation } from './check-instrumentation.js';
import { checkManifests } from './check-manifests.js';
import { fleetTable } from './fleet-table.js';
import type { KeptSessions } from './kept-sessions.js';
import { LANES, type Lane } from './lanes.js';
import { FLEET_MODES, type FleetMode } from './modes.js';
import { runFleet } from './run-fleet.js';

const { values } = parseArgs({
  options: {
    write: { type: 'boolean', default: false },
    manifests: { type: 'boolean', default: false },
  },
});

endOnSignal();
await unlessSkipped('the manifests', checkManifests);
await unlessSkipped('the Instrumentation', checkInstrumentation);
if (!values.manifests) await unlessSkipped('the fleet', testFleet);

async function testFleet(): Promise<void> {
  await installCollector();
  const results = new Map<FleetMode, ReadonlyMap<Lane, KeptSessions>>();
  for (const mode of FLEET_MODES) {
    console.log(`running ${mode.name} …`);
    results.set(mode, await runFleet(mode));
  }
  const table = fleetTable(results);
  console.log(table);
  if (values.write) writeSection('examples/fleet/README.md', 'fleet', table);
  const problems = [...results].flatMap(([mode, lanes]) => problemsOf(mode, lanes));
  for (const problem of problems) console.error(`✗ ${problem}`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}

/** What must hold: with one trace per session, the recommended setting keeps sessions whole or not at all. */
function problemsOf(mode: FleetMode, lanes: ReadonlyMap<Lane, KeptSessions>): string[] {
  if (mode.traceScope !== 'session') return [];
  return LANES.filter(({ isRecommended }) => isRecommended).flatMap((lane) => {
    const { whole, torn } = lanes.get(lane) ?? { whole: new Set(), torn: new Set() };
    return [
      ...(torn.size > 0 ? [`${mode.name}, ${lane.policy}: ${torn.size} sessions are torn`] : []),
      ...(whole.size === 0 ? [`${mode.name}, ${lane.policy}: no session is whole`] : []),
    ];
  });
}
