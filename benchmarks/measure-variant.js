// One variant in a process of its own: `measure-variant.js <variant> <major of the SDK> [rounds]`. Prints JSON.
// Run by own-processes.js, and by hand for a closer look: docs/benchmarks.md says how.
import { bytesAllocated, bytesKept } from './bytes-per-span.js';
import { nanosPerTurn } from './nanos-per-turn.js';
import { importBeside } from './packages.js';
import { quantile } from './quantiles.js';
import { sdkOf } from './sdks.js';
import { playTurns, turnWith } from './turn.js';
import { tracerOf, variantOf } from './variants.js';

// Enough that the most sessions of a variant have all been there twice, and the code is optimized.
const WARM_UP_TURNS = 20_000;

// Of the rounds that no neighbour disturbed.
const LOW = 0.05;

const [name, major, rounds = '1200'] = process.argv.slice(2);
const variant = variantOf(name);
const packages = await importBeside(sdkOf(major));
const turn = turnWith(packages.api);
const tracer = tracerOf(variant, packages);

playTurns(turn, tracer, WARM_UP_TURNS);
const times = Array.from({ length: Number(rounds) }, () => nanosPerTurn(turn, tracer));
console.log(
  JSON.stringify({
    nanosPerTurn: quantile(times, LOW),
    bytesAllocated: bytesAllocated(turn, tracer),
    bytesKept: bytesKept(turn, tracerOf(variant, packages)),
  }),
);
