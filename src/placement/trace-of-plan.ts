import type { Calls } from '../sessions/calls.js';
import type { SessionTrace } from '../sessions/session-trace.js';
import type { SessionTraces } from '../sessions/session-traces.js';
import type { Session } from '../sessions/session.js';
import type { FoundFacts } from './fact-finder.js';
import type { SpanToPlan } from './plan.js';
import type { Destination } from './rules.js';

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

/** The trace of the session that a span goes to which leaves its parent; undefined for one that joins a turn. */
export function traceAt(
  destination: Exclude<Destination, 'parent'>,
  session: Session,
  { interactionId, turnTrace }: Pick<FoundFacts, 'interactionId' | 'turnTrace'>,
  { parentContext, parent, traceId, interaction }: SpanToPlan,
  { calls, traces }: { readonly calls: Calls; readonly traces: SessionTraces },
): SessionTrace | undefined {
  switch (destination) {
    case 'turn':
      return undefined;
    case 'root':
    case 'waiting':
      return (
        calls.traceIn(parentContext, session) ??
        turnTrace ??
        (interaction ? traces.atTurnStart(session) : session.current)
      );
    case 'top':
      return traces.ofTurn(session, interactionId, parent === undefined ? traceId : undefined);
  }
}
