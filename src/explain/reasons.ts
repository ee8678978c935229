import type { Destination, PlacementFacts } from '../placement/rules.js';

/** What became of a span, in words that follow "it". */
export const PLACES: Readonly<Record<Destination, string>> = {
  parent: 'stays under its parent',
  root: 'goes directly under the session root',
  turn: 'goes under the span of its turn',
  top: 'is at the top of a trace of its own',
  waiting:
    "is at the top of its session's trace, and is exported under the span of the first turn, if one begins in time",
};

/** Why the rules put a span where it is, in words that follow "because". */
export function reasonOf(destination: Destination, facts: PlacementFacts): string {
  return facts.interaction ? reasonOfTurn(destination, facts) : REASONS[destination](facts);
}

function reasonOfTurn(destination: Destination, facts: PlacementFacts): string {
  switch (destination) {
    case 'parent':
      return facts.calledFromSession
        ? 'it is a turn that a span of its session in another process called'
        : "it is a turn inside an open turn, and `nestedInteractions` is 'keep'";
    case 'root':
      return facts.parent === 'none'
        ? 'it is a turn'
        : 'it is a turn, whatever span was active when it started; a link leads there';
    case 'turn':
      return 'the turn with its id is known already';
    case 'top':
    case 'waiting':
      return "it is a turn, and `traceScope` is 'interaction'";
  }
}

const REASONS: Readonly<Record<Destination, (facts: PlacementFacts) => string>> = {
  parent: ({ sameSession, parentInSessionTrace }) => {
    if (sameSession) {
      return 'its parent is in the same session';
    }
    return parentInSessionTrace
      ? "its parent came in from another process, in the session's own trace"
      : "its parent is in another process, and `remoteParent` is 'keep'";
  },
  root: ({ parent }) => REASONS_FOR_ROOT[parent],
  turn: () => 'it has no parent that is exported, and its turn is known',
  top: () => 'it has a trace for itself',
  waiting: () =>
    "it has no parent that is exported, no turn has begun, and `orphans` is 'last-interaction'",
};

const REASONS_FOR_ROOT: Readonly<Record<PlacementFacts['parent'], string>> = {
  none: 'it has no parent, and no known turn claims it',
  local: 'its parent is of another session, or of none; a link leads there',
  unsampled: 'its parent was dropped by the sampler, and is not of this session',
  remote: "its parent is in another process, and `remoteParent` is 'link'",
  phantom:
    'its parent is a span context that no span of this process stands behind (of another process, it would ' +
    'have `isRemote: true`)',
};
