import type { Environment } from '../propagation/environment.js';

/** Whether the environment switches us off. Asked before anything else is loaded, so it needs nothing else. */
export function isDisabled(environment: Environment): boolean {
  const word = environment['SESSION_TRACE_DISABLED']?.trim().toLowerCase();
  return word === 'true' || word === '1';
}
