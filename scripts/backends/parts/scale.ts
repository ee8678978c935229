import { settled } from '../ask/settled.js';
import { scaleSection } from '../page/scale-section.js';
import { writeSection } from '../page/write-section.js';
import { LENGTHS, sendSession } from '../scale/lengths.js';
import { measureLength, type LengthAnswer } from '../scale/measure-length.js';
import type { Backend } from '../servers/backend.js';
import { startGateway } from '../servers/gateway.js';

/** Sends sessions of many spans and writes how long each backend takes to show them. */
export async function measureScale(backends: readonly Backend[]): Promise<void> {
  const gateway = await startGateway(backends);
  for (const length of LENGTHS) await sendSession(length, gateway.endpoint);
  await gateway.stop();
  const answers: [Backend, (LengthAnswer | undefined)[]][] = [];
  for (const backend of backends) {
    const ofBackend: (LengthAnswer | undefined)[] = [];
    for (const { service, sessionId } of LENGTHS) {
      ofBackend.push(await measured(backend, service, sessionId));
    }
    answers.push([backend, ofBackend]);
  }
  writeSection('docs/backends.md', 'scale', scaleSection(answers));
}

/** Undefined where the backend does not come to rest: what the others answered is not to be lost. */
async function measured(
  backend: Backend,
  service: string,
  sessionId: string,
): Promise<LengthAnswer | undefined> {
  try {
    await settled(backend, service);
  } catch (error) {
    console.log(String(error));
    return undefined;
  }
  return measureLength(backend, service, sessionId);
}
