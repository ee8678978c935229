import { setTimeout as sleep } from 'node:timers/promises';

import { cpuMillis } from '../process/cpu-time.js';
import type { Backend } from '../servers/backend.js';

const EVERY_MILLIS = 2_000;
/** When nothing more comes for so long, nothing will. */
const STANDSTILL_MILLIS = 120_000;
/** Thirty thousand spans at twenty a second. */
const PATIENCE_MILLIS = 1_500_000;

/** How a backend took in what was sent to it. */
export interface Intake {
  /** How many spans it has in the end: all, or as many as came within the time. */
  readonly spans: number;
  readonly isWhole: boolean;
  /** On the clock, until the last of them came. */
  readonly millis: number;
  /** What the backend's processor did for it. */
  readonly cpuMillis: number;
}

/**
 * Sends spans to a backend and waits until it has all of them, no more come, or the time is up. That it does not get
 * them all is an answer, too, and no error.
 */
export async function awaitSpans(
  backend: Backend,
  service: string,
  expected: number,
  send: () => Promise<void>,
): Promise<Intake> {
  const cpuBefore = cpuMillis(backend.pid);
  await send();
  const from = performance.now();
  let changedAt = from;
  let spans = 0;
  let countingMillis = 0;
  for (;;) {
    const cpuUsed = cpuMillis(backend.pid);
    const count = await countSpans(backend, service);
    countingMillis += cpuMillis(backend.pid) - cpuUsed;
    const now = performance.now();
    const isWhole = count >= expected && count === spans;
    if (count !== spans) {
      spans = count;
      changedAt = now;
    }
    const isOver = now - changedAt > STANDSTILL_MILLIS || now - from > PATIENCE_MILLIS;
    if (isWhole || isOver) {
      const used = cpuMillis(backend.pid) - cpuBefore - countingMillis;
      return { spans, isWhole, millis: changedAt - from, cpuMillis: used };
    }
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
