'use strict';

const { parseArgs } = require('node:util');
const { DELEGATES, compare } = require('./compare.cjs');

/** Prints `silent`, or what is heard of us where nothing is to be heard: `--spans 100000`, `--seed 7`. */
async function run(major) {
  const { values } = parseArgs({
    options: {
      spans: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
    },
  });
  const delegates = Object.keys(DELEGATES);
  const lines = [];
  for (const delegate of delegates) {
    const differences = await compare(major, {
      delegate,
      spans: Number(values.spans) / delegates.length,
      seed: Number(values.seed),
    });
    lines.push(...Object.entries(differences).flatMap((entry) => remarkOn(delegate, ...entry)));
  }
  process.stdout.write(`${lines.join('\n\n') || 'silent'}\n`);
}

function remarkOn(delegate, variant, difference) {
  return difference === undefined
    ? []
    : [
        `${delegate} / ${variant}, seed ${difference.seed}\n` +
          `- ${difference.without}\n+ ${difference.withUs}`,
      ];
}

module.exports = { run };
