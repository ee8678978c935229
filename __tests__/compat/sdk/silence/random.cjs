'use strict';

/** Mulberry32: the same seed, the same numbers. */
function seeded(seed) {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (bound) => Math.floor(next() * bound);
  return { below, one: (list) => list[below(list.length)], hex: (digits) => hexOf(below, digits) };
}

function hexOf(below, digits) {
  let text = '';
  while (text.length < digits) {
    text += below(16).toString(16);
  }
  return text;
}

/** An id generator; that one stream makes all ids shows whoever asks it once more, or once less. */
function seededIds(seed) {
  const { hex } = seeded(seed);
  return { generateTraceId: () => hex(32), generateSpanId: () => hex(16) };
}

module.exports = { seeded, seededIds };
