import type { Environment } from '../propagation/environment.js';

/** Whether a switch is on. Asked before anything else is loaded, so it needs nothing else. */
export function isOn(
  environment: Environment,
  name: 'SESSION_TRACE_DISABLED' | 'SESSION_TRACE_EXPLAIN',
): boolean {
  const word = environment[name]?.trim().toLowerCase();
  return word === 'true' || word === '1';
}
