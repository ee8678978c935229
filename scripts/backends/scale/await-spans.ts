import { setTimeout as sleep } from 'node:timers/promises';

import type { Backend } from '../servers/backend.js';

const EVERY_MILLIS = 2_000;
/** When nothing more comes for so long, nothing will. */
const STANDSTILL_MILLIS = 90_000;
/** Thirty thousand spans at twenty a second. */
const PATIENCE_MILLIS = 1_500_000;

/** How a backend took in what was sent to it. */
export interface Intake {
  /** How many spans it has in the end: all, or as many as came within the time. */
  readonly spans: number;
  readonly isWhole: boolean;
  /** Until the last of them came. */
  readonly millis: number;
}

/**
 * Waits until a backend has all spans of a service, no more come, or the time is up. That it does not get
 * them all is an answer, too, and no error.
 *
 * @param from - when they were sent, on the clock of `performance`
 */
export async function awaitSpans(
  backend: Backend,
  service: string,
  expected: number,
  from: number,
): Promise<Intake> {
  let spans = 0;
  let changedAt = from;
  for (;;) {
    const count = await countSpans(backend, service);
    const now = performance.now();
    const isWhole = count >= expected && count === spans;
    if (count !== spans) {
      spans = count;
      changedAt = now;
    }
    const isOver = now - changedAt > STANDSTILL_MILLIS || now - from > PATIENCE_MILLIS;
    if (isWhole || isOver) return { spans, isWhole, millis: changedAt - from };
    await sleep(EVERY_MILLIS);
  }
}

/** Zero while the backend does not know the service, or is too busy to answer. */
async function countSpans(backend: Backend, service: string): Promise<number> {
  try {
    return (await backend.countSpans?.(service)) ?? (await backend.spansOf(service)).length;
  } catch {
    return 0;
  }
}
