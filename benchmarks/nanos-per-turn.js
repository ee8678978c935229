// The stopwatch: one round of turns.
import { playTurns } from './turn.js';

/** A round is so short that many of them run without a neighbour. */
const TURNS_PER_ROUND = 50;

export function nanosPerTurn(turn, tracer) {
  const begin = process.hrtime.bigint();
  playTurns(turn, tracer, TURNS_PER_ROUND);
  return Number(process.hrtime.bigint() - begin) / TURNS_PER_ROUND;
}
