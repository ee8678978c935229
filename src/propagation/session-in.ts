import type { Context } from '@opentelemetry/api';
import { refusalOf } from '../ids/usable-id.js';
import { spanContextIn } from '../sdk/span-context-in.js';
import { anyMarkOf } from '../sessions/dropped-mark.js';
import { distanceOf, parentSessionOf, sessionSource } from './session-source.js';
import { entryOf } from './with-session.js';

/**
 * The session id of the work that runs in a context: that of a span which is started there and is no turn, as far as
 * it can be told without asking a resolver.
 */
export function sessionIdIn(from: Context): string | undefined {
  const active = spanContextIn(from);
  const mark = active && anyMarkOf(active);
  const placed = entryOf(from);
  const named = placed?.entry.sessionId;
  // An entry that names no session is no entry.
  const distance = refusalOf(named) === undefined ? distanceOf(placed, active) : 'none';
  return sessionSource(false, distance, parentSessionOf(mark)) === 'entry'
    ? named
    : mark?.sessionId;
}
