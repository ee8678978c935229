import { unlessSkipped } from '../skip.js';
import type { Backend } from './backend.js';
import { startJaeger } from './jaeger.js';
import { startPhoenix } from './phoenix.js';
import { startViewer } from './viewer.js';
import { startZipkin } from './zipkin.js';

/** A backend that can be started here, by the name that the command line has for it. */
export type BackendName = 'jaeger' | 'zipkin' | 'phoenix' | 'viewer';

const STARTERS: Readonly<Record<BackendName, () => Promise<Backend>>> = {
  jaeger: startJaeger,
  zipkin: startZipkin,
  phoenix: startPhoenix,
  viewer: startViewer,
};

/** All of them, in the order of the page. */
export const BACKEND_NAMES: readonly BackendName[] = ['jaeger', 'zipkin', 'phoenix', 'viewer'];

/** Starts backends one after the other; those that this machine cannot run are left out. */
export async function startBackends(names: readonly BackendName[]): Promise<Backend[]> {
  const backends: Backend[] = [];
  for (const name of names) {
    const backend = await unlessSkipped(name, STARTERS[name]);
    if (backend) backends.push(backend);
  }
  return backends;
}
