// All variants in one process: `measure-together.js <variant,variant> <major of the SDK>`. Prints JSON.
//
// Short rounds take turns in an order drawn anew each time, so that a change of the machine's speed meets all
// variants alike, and each ratio is of two times of the same round.
import { nanosPerTurn } from './nanos-per-turn.js';
import { importBeside } from './packages.js';
import { median, quantile } from './quantiles.js';
import { sdkOf } from './sdks.js';
import { shuffled } from './shuffled.js';
import { turnWith } from './turn.js';
import { BASELINE, tracerOf, variantOf } from './variants.js';

const ROUNDS = 2000;
const WARM_UP_ROUNDS = 400;

const [names, major] = process.argv.slice(2);
const packages = await importBeside(sdkOf(major));
const turn = turnWith(packages.api);
const runs = names
  .split(',')
  .map((name) => ({ name, tracer: tracerOf(variantOf(name), packages), times: [] }));

for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
  for (const { tracer, times } of shuffled(runs)) {
    const nanos = nanosPerTurn(turn, tracer);
    if (round >= 0) {
      times.push(nanos);
    }
  }
}

const quartiles = (values) => [quantile(values, 0.25), quantile(values, 0.75)];
const baseline = runs.find(({ name }) => name === BASELINE).times;
console.log(
  JSON.stringify(
    runs.map(({ name, times }) => {
      const ratios = times.map((nanos, round) => nanos / baseline[round]);
      return {
        name,
        nanos: median(times),
        spread: quartiles(times),
        ratio: median(ratios),
        ratioSpread: quartiles(ratios),
      };
    }),
  ),
);
