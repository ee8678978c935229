import { table } from '../../scripts/backends/page/table.js';
import { today } from '../../scripts/backends/page/write-section.js';
import { VERSIONS } from '../../scripts/backends/versions.js';
import type { KeptSessions } from './kept-sessions.js';
import { LANES, wantedBy, type Lane } from './lanes.js';
import { FLEET_MODES, type FleetMode } from './modes.js';
import { fleetSessions } from './sessions.js';

const NOTHING: KeptSessions = { whole: new Set(), torn: new Set() };

/** Whole and torn sessions, and those that a policy should have kept and did not: a row per lane. */
export function fleetTable(
  results: ReadonlyMap<FleetMode, ReadonlyMap<Lane, KeptSessions>>,
): string {
  const modes = FLEET_MODES.filter((mode) => results.has(mode));
  const rows = LANES.map((lane) => [
    lane.isKilled ? `${lane.setting}, one collector killed and restarted` : lane.setting,
    lane.policy,
    ...modes.map((mode) => cell(lane, mode, results.get(mode) ?? new Map())),
  ]);
  const count = fleetSessions('').length;
  return [
    `*Measured on ${today()} with Collector ${VERSIONS.collector} by \`npm run test:fleet\`: ${count} sessions, four processes each. whole / torn / lost.*`,
    table(['setting', 'policy', ...modes.map(({ title }) => title)], rows),
  ].join('\n\n');
}

function cell(lane: Lane, mode: FleetMode, lanes: ReadonlyMap<Lane, KeptSessions>): string {
  const { whole, torn } = lanes.get(lane) ?? NOTHING;
  const lost = wanted(lane, mode, lanes).filter((id) => !whole.has(id) && !torn.has(id));
  return [whole.size, torn.size, lost.length].join(' / ');
}

/** Chance is a matter of the trace id: what it chooses in one lane, it chooses in all. */
function wanted(
  { policy }: Lane,
  { name }: FleetMode,
  lanes: ReadonlyMap<Lane, KeptSessions>,
): string[] {
  const byChance = LANES.find((lane) => lane.policy === 'probabilistic');
  const chosen = (byChance && lanes.get(byChance)) ?? NOTHING;
  return wantedBy(policy, name) ?? [...chosen.whole, ...chosen.torn];
}
