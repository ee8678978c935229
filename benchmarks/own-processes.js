// The first way: each variant in processes of its own, several of each, in turns.
import { firstQuartile, median, quantile } from './quantiles.js';
import { runChild } from './run-child.js';
import { shuffled } from './shuffled.js';
import { BASELINE } from './variants.js';

const REDRAWS = 2000;

/** Rows for each SDK; the SDKs take turns as well, so that a bad minute meets both. */
export function measureInOwnProcesses(sdks, variants, processes) {
  const runs = sdks.flatMap((sdk) => variants.map((variant) => ({ sdk, variant, results: [] })));
  for (let round = 1; round <= processes; round++) {
    process.stdout.write(`round ${String(round)} of ${String(processes)} `);
    for (const { sdk, variant, results } of shuffled(runs)) {
      results.push(runChild(sdk, 'measure-variant.js', variant.name));
      process.stdout.write('.');
    }
    process.stdout.write('\n');
  }
  return sdks.map((sdk) => rowsOf(runs.filter((run) => run.sdk === sdk)));
}

function rowsOf(runs) {
  const timesOf = ({ results }) => results.map(({ nanosPerTurn }) => nanosPerTurn);
  const baseline = timesOf(runs.find(({ variant }) => variant.name === BASELINE));
  return runs.map((run) => {
    const times = timesOf(run);
    return {
      variant: run.variant,
      nanos: firstQuartile(times),
      spread: [0, 0.5, 1].map((share) => quantile(times, share)),
      ratio: firstQuartile(times) / firstQuartile(baseline),
      ratioSpread: ratioSpread(times, baseline),
      bytesAllocated: median(run.results.map(({ bytesAllocated }) => bytesAllocated)),
      bytesKept: median(run.results.map(({ bytesKept }) => bytesKept)),
    };
  });
}

/** Where the ratio lies in eight of ten cases when as many rounds are drawn again out of those that were run. */
function ratioSpread(times, baseline) {
  const ratios = Array.from({ length: REDRAWS }, () => {
    const rounds = times.map(() => Math.floor(Math.random() * times.length));
    const figure = (values) => firstQuartile(rounds.map((round) => values[round]));
    return figure(times) / figure(baseline);
  });
  return [quantile(ratios, 0.1), quantile(ratios, 0.9)];
}
