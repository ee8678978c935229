import { settled } from '../ask/settled.js';
import { takePictures } from '../pictures/take-pictures.js';
import type { Backend } from '../servers/backend.js';
import { startGateway } from '../servers/gateway.js';
import { MODES } from '../workload/modes.js';
import { runMode } from '../workload/run-mode.js';

/** So that a span can be seen beside the time that a process takes to start. */
const PACE = 40;
const NAMES = ['without', 'session-shared', 'interaction-turns'] as const;

/** Runs the workload slowly, and takes the pictures of it. */
export async function picture(backends: readonly Backend[]): Promise<void> {
  const gateway = await startGateway(backends);
  for (const mode of MODES.filter(({ name }) => NAMES.some((each) => each === name))) {
    await runMode(mode, gateway.endpoint, PACE);
  }
  await gateway.stop();
  for (const backend of backends) await settled(backend, NAMES[2]);
  await takePictures(backends, NAMES);
}
