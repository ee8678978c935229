import { setTimeout as sleep } from 'node:timers/promises';

const EVERY_MILLIS = 100;

/**
 * Asks again and again until there is an answer.
 *
 * @param ask - undefined and a thrown error mean: not yet
 * @throws Error that names what did not come, with the last error as its cause
 */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  millis = 60_000,
): Promise<T> {
  const deadline = performance.now() + millis;
  let cause: unknown;
  while (performance.now() < deadline) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    await sleep(EVERY_MILLIS);
  }
  throw new Error(`Waited ${millis / 1_000} s in vain for ${what}.`, { cause });
}
