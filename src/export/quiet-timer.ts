import { MAX_MILLIS } from './holding-options.js';

/**
 * A timer that keeps no process alive, and that Node does not fire at once because it is too long. Where an
 * application is tested as if in a page, timers are numbers, which keep nothing alive either.
 */
export function quietTimer(fire: () => void, millis: number): NodeJS.Timeout {
  const delay = Math.min(Math.max(Math.ceil(millis), 1), MAX_MILLIS);
  const timer = setTimeout(fire, delay);
  if (typeof timer === 'object') {
    timer.unref();
  }
  return timer;
}
