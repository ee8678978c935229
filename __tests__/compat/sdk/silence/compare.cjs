'use strict';

const { withClock } = require('./clock.cjs');
const { DELEGATES } = require('./delegates.cjs');
const { runProgram } = require('./program.cjs');
const { Stage } = require('./stage.cjs');
const { VARIANTS } = require('./variants.cjs');

/** Spans that one program starts; a difference is told by the seed of its program. */
const SPANS_PER_PROGRAM = 100;

/** All that is heard of one program: without a variant, as without us. */
async function hear(major, { variant, delegate, seed }) {
  const stage = new Stage(major, { variant, delegate, seed });
  stage.open();
  try {
    withClock((clock) => {
      runProgram(major, stage, clock, { seed, spans: SPANS_PER_PROGRAM });
    });
    return [...stage.heard, ...(await stage.exported())];
  } finally {
    stage.close();
  }
}

/**
 * Runs programs with a delegate, without us and in each variant, and tells the first difference of each; undefined
 * where there is none.
 *
 * @param spans - how many spans the programs start in all, without us and again in each variant
 * @returns by variant: the seed, and what was heard without us and with us where they first differ
 */
async function compare(major, { delegate, variants = Object.keys(VARIANTS), spans, seed }) {
  const differences = Object.fromEntries(variants.map((variant) => [variant, undefined]));
  for (let program = 0; program * SPANS_PER_PROGRAM < spans; program++) {
    const ofProgram = { delegate, seed: seed + program };
    const without = await hear(major, ofProgram);
    for (const variant of variants.filter((each) => differences[each] === undefined)) {
      const withUs = await hear(major, { ...ofProgram, variant });
      differences[variant] = firstDifference(without, withUs, ofProgram.seed);
    }
  }
  return differences;
}

function firstDifference(without, withUs, seed) {
  const at = Array.from({ length: Math.max(without.length, withUs.length) }).findIndex(
    (_, index) => without[index] !== withUs[index],
  );
  return at === -1 ? undefined : { seed, without: without[at], withUs: withUs[at] };
}

module.exports = { DELEGATES, VARIANTS, compare };
