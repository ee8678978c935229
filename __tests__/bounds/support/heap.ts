import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Collects all garbage, also what only a pending promise or a weak reference was still looking at. */
export async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  await setImmediate();
  collect();
  await setImmediate();
  collect();
}

/** How many bytes larger the heap is after a step was done so many times than after the first of them. */
export async function growthOfHeap(
  first: number,
  all: number,
  step: (index: number) => void,
): Promise<number> {
  const heapFrom = async (from: number, to: number): Promise<number> => {
    for (let index = from; index < to; index++) {
      step(index);
    }
    await collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  const early = await heapFrom(0, first);
  return (await heapFrom(first, all)) - early;
}
