import { scaleSection, type LengthAnswers } from '../page/scale-section.js';
import { writeWhole } from '../page/write-whole.js';
import { needCpuTime } from '../process/cpu-time.js';
import { LENGTHS, type Length } from '../scale/lengths.js';
import { measureLength, type LengthAnswer } from '../scale/measure-length.js';
import type { Backend } from '../servers/backend.js';
import { startGateway } from '../servers/gateway.js';

/** Sends sessions of many spans and writes how long each backend takes to show them. */
export async function measureScale(backends: readonly Backend[]): Promise<void> {
  needCpuTime();
  const answers: [Backend, LengthAnswers][] = [];
  for (const backend of backends) answers.push([backend, await measureLengths(backend)]);
  writeWhole('docs/backends.md', 'scale', scaleSection(answers), backends);
}

/** One session after the other, so that none waits behind another, nor for another backend. */
async function measureLengths(backend: Backend): Promise<LengthAnswers> {
  const gateway = await startGateway([backend]);
  const answers = new Map<Length, LengthAnswer | Error>();
  for (const length of LENGTHS) {
    const answer = await measureLength(backend, length, gateway.endpoint).catch(asError);
    console.log(backend.name, length.title, answer);
    answers.set(length, answer);
  }
  await gateway.stop();
  return answers;
}

/** What the other sessions and backends answered is not to be lost. */
function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
