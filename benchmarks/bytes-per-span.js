// What spans cost in memory. Measured on code that is warm: what is not optimized yet allocates more.
import { median } from './quantiles.js';
import { SPANS_PER_TURN, playTurns } from './turn.js';

const HELD_TURNS = 10_000;

// A stretch is short beside the young generation, so that nearly all of them end before it is collected.
const STRETCHES = 300;
const TURNS_PER_STRETCH = 10;

/** Bytes that are still there while the spans are held, with what a new processor remembers of them. */
export function bytesKept(turn, tracer) {
  const started = [];
  global.gc();
  const before = heapUsed();
  for (let index = 0; index < HELD_TURNS; index++) {
    turn(tracer, started);
  }
  global.gc();
  return (heapUsed() - before) / started.length;
}

/** Bytes that are asked for, whether or not they live on. The median leaves out collected stretches. */
export function bytesAllocated(turn, tracer) {
  const stretches = Array.from({ length: STRETCHES }, () => {
    const before = heapUsed();
    playTurns(turn, tracer, TURNS_PER_STRETCH);
    return heapUsed() - before;
  });
  return median(stretches) / (TURNS_PER_STRETCH * SPANS_PER_TURN);
}

function heapUsed() {
  return process.memoryUsage().heapUsed;
}
