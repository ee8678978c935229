import { askBackend, type Answer } from '../ask/ask-backend.js';
import { settled } from '../ask/settled.js';
import { workloadSection } from '../page/workload-section.js';
import { writeWhole } from '../page/write-whole.js';
import type { Backend } from '../servers/backend.js';
import { startGateway } from '../servers/gateway.js';
import { MODES } from '../workload/modes.js';
import { runMode, type Run } from '../workload/run-mode.js';

/** Runs the workload in every mode and writes what each backend makes of it. */
export async function measureWorkload(backends: readonly Backend[]): Promise<void> {
  const runs = await sendAll(backends);
  const answers: [Backend, Answer[]][] = [];
  for (const backend of backends) {
    const last = runs.at(-1);
    if (last) await settled(backend, last.service);
    const ofBackend: Answer[] = [];
    for (const run of runs) ofBackend.push(await askBackend(backend, run));
    answers.push([backend, ofBackend]);
  }
  writeWhole('docs/backends.md', 'workload', workloadSection(answers), backends);
}

async function sendAll(backends: readonly Backend[]): Promise<Run[]> {
  const gateway = await startGateway(backends);
  try {
    const runs: Run[] = [];
    for (const mode of MODES) runs.push(await runMode(mode, gateway.endpoint));
    return runs;
  } finally {
    await gateway.stop();
  }
}
