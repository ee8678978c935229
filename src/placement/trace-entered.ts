import type { SessionTrace } from '../sessions/session-trace.js';
import type { FoundFacts } from './fact-finder.js';

/**
 * The trace of the session that a span stays in which came in. A turn is decided by the sampler with its session; of
 * other spans right under a remote parent that parent's sampler has decided.
 */
export function traceEntered(
  { facts, cameFrom }: FoundFacts,
  opensTurn: boolean,
): SessionTrace | undefined {
  return opensTurn || facts.parent === 'local' ? cameFrom : undefined;
}
