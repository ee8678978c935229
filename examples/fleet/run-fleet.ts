import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { cacheFolder } from '../../scripts/backends/cache.js';
import { runProcess } from '../support/run-process.js';
import type { FleetAgentStart } from './agent-process.js';
import { startFleet } from './fleet.js';
import { keptSessions, type KeptSessions } from './kept-sessions.js';
import { LANES, LONG_WAIT_SECONDS, type Lane } from './lanes.js';
import type { FleetMode } from './modes.js';
import { ARRIVAL_MILLIS, PROCESSES, fleetSessions } from './sessions.js';

const AGENT = new URL('./agent-process.ts', import.meta.url);
/** Four processes are loaded until then. */
const LOADING_MILLIS = 10_000;
/** What comes after the last decision until it is in a file. */
const SLACK_MILLIS = 6_000;

/** Sends the sessions of a mode through the fleet, and returns what each lane kept. */
export async function runFleet(mode: FleetMode): Promise<ReadonlyMap<Lane, KeptSessions>> {
  const folder = cacheFolder('fleet', mode.name);
  rmSync(folder, { recursive: true, force: true });
  const fleet = await startFleet(LANES, cacheFolder('fleet', mode.name));
  const startAt = Date.now() + LOADING_MILLIS;
  const agents = Array.from({ length: PROCESSES }, (_, index) =>
    runAgent(mode, index, startAt, fleet.endpoint),
  );
  await sleep(LOADING_MILLIS + ARRIVAL_MILLIS);
  await fleet.killOne();
  await Promise.all(agents);
  await sleep(LONG_WAIT_SECONDS * 1_000 + SLACK_MILLIS);
  await fleet.stop();
  return new Map(LANES.map((lane) => [lane, keptSessions(folder, lane)]));
}

function runAgent(
  { name, traceScope, roots }: FleetMode,
  index: number,
  startAt: number,
  endpoint: string,
): Promise<void> {
  const sessionRoot = roots?.[index === 0 ? 0 : 1];
  const start: FleetAgentStart = {
    endpoint,
    index,
    startAt,
    sessions: fleetSessions(name),
    ...(traceScope && sessionRoot ? { tracing: { traceScope, sessionRoot } } : {}),
  };
  return runProcess(AGENT, [JSON.stringify(start)], process.env);
}
