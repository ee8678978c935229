'use strict';

const { performance } = require('node:perf_hooks');

/** Runs a function under a clock that stands still until it is told to go on: both runs read the same times. */
function withClock(run) {
  const { now } = Date;
  let millis = 1_700_000_000_000;
  Date.now = () => millis;
  performance.now = () => millis - performance.timeOrigin;
  try {
    return run({ goOn: () => (millis += 1) });
  } finally {
    Date.now = now;
    // What it inherits is in force again.
    delete performance.now;
  }
}

module.exports = { withClock };
