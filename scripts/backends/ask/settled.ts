import { setTimeout as sleep } from 'node:timers/promises';

import type { Backend } from '../servers/backend.js';
import { until } from '../process/until.js';

const CALM_MILLIS = 3_000;
const PATIENCE_MILLIS = 300_000;

/** Waits until a backend has spans of a service, and no more come. @returns how many there are */
export async function settled(backend: Backend, service: string): Promise<number> {
  const count = async (): Promise<number> => (await backend.spansOf(service)).length;
  return until(
    `${service} in ${backend.name}`,
    async () => {
      const before = await count();
      await sleep(CALM_MILLIS);
      return before > 0 && before === (await count()) ? before : undefined;
    },
    PATIENCE_MILLIS,
  );
}
