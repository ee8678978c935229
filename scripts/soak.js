// Whether the heap stays flat however many spans and sessions go by: `npm run soak`, some five minutes.
//
// Every piece is in the path: processor, sampler, id generator, exporter, both log processors, rotation. What is
// printed is the heap after a garbage collection, at ten checkpoints. It fails where the heap has grown by more than
// `--bound` MiB from the second checkpoint on (before it, the stores fill up), or where a span was lost.
// `--spans 200000` is a shorter run; ten spans make a session.
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { growthOf } from './support/heap-growth.js';
import { SoakLoad } from './support/soak-load.js';

const CHECKPOINTS = 10;
const MIB = 1_024 * 1_024;

const { values } = parseArgs({
  options: {
    spans: { type: 'string', default: '10000000' },
    bound: { type: 'string', default: '4' },
    seed: { type: 'string', default: '1' },
  },
});
const total = numberFrom('spans', 10_000);
const boundMib = numberFrom('bound', 0);
const seed = numberFrom('seed', 0);
process.exitCode = (await soak()) ? 0 : 1;

async function soak() {
  // Bounds that are reached before the first checkpoint, also in a short run.
  const bound = Math.min(10_000, Math.floor(total / 500));
  const load = new SoakLoad({ seed, turnsPerSession: 2, maxSessions: bound, maxSpans: bound });
  const rows = [];
  const began = performance.now();
  for (let checkpoint = 1; checkpoint <= CHECKPOINTS; checkpoint++) {
    await load.until((total * checkpoint) / CHECKPOINTS);
    rows.push(measure(load, began));
  }
  await load.shutdown();
  console.table(rows);
  return isFlat(rows) && isComplete(load);
}

function measure({ spans, sessions, exported, stats }, began) {
  global.gc();
  const { heapUsed, rss } = process.memoryUsage();
  return {
    spans,
    sessions,
    live: stats.liveSessions,
    evicted: stats.evictions,
    exported,
    'heap MiB': round(heapUsed / MIB),
    'rss MiB': round(rss / MIB),
    seconds: round((performance.now() - began) / 1_000),
  };
}

function isFlat(rows) {
  const growth = growthOf(rows.map((row) => row['heap MiB']));
  const flat = growth <= boundMib;
  console.log(
    `The heap grew by ${round(growth)} MiB after the second checkpoint, of ${boundMib} MiB allowed` +
      `${flat ? '.' : ': NOT FLAT.'}`,
  );
  return flat;
}

function isComplete({ ended, exported }) {
  const complete = ended === exported;
  console.log(
    `${ended} sampled spans ended, ${exported} were exported${complete ? '.' : ': NOT THE SAME.'}`,
  );
  return complete;
}

function numberFrom(option, minimum) {
  const value = Number(values[option]);
  if (!(value >= minimum)) {
    throw new TypeError(
      `Expected --${option} to be a number >= ${minimum}, got ${values[option]}.`,
    );
  }
  return value;
}

function round(number) {
  return Math.round(number * 10) / 10;
}
