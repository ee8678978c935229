/*
 * The placement rules, and nothing else: plain data in, plain data out. The span processor, the
 * sampler and the id generator all ask these functions, so that no rule is written twice.
 */

/**
 * What a span's parent is:
 * - `none`: there is none;
 * - `local`: a span of this process, running or ended, that is exported;
 * - `unsampled`: a span of this process that nobody exports, for a sampler dropped it or has it recorded only;
 * - `remote`: a span of another process;
 * - `phantom`: a local context that no span stands behind, so nobody will ever export it.
 */
export type ParentKind = 'none' | 'local' | 'unsampled' | 'remote' | 'phantom';

/** What decides where a span of a session goes. */
export interface PlacementFacts {
  /** The span is a turn boundary. */
  readonly interaction: boolean;
  readonly parent: ParentKind;
  /** The parent belongs to the span's own session. */
  readonly sameSession: boolean;
  /** The parent is inside a turn of the span's own session that has not ended. */
  readonly insideOpenTurn: boolean;
  /**
   * The parent is of no other session, came in from another process, and its trace id is one that this session
   * determines; for a turn with a trace of its own, that one.
   */
  readonly parentInSessionTrace: boolean;
  /** So it is, and a span that is exported called: what is called hangs where it was called from. */
  readonly calledFromSession: boolean;
  /** A turn is known that the span says it belongs to, or the only one it can belong to. */
  readonly turnKnown: boolean;
  /** No turn has begun that it could join, and it can wait for one. */
  readonly mayWaitForTurn: boolean;
}

/** The options that decide where a span of a session goes. */
export interface PlacementPolicy {
  readonly nestedInteractions: 'pin' | 'keep';
  readonly remoteParent: 'keep' | 'link';
  /** Each turn has a trace of its own. */
  readonly tracePerInteraction: boolean;
}

/**
 * Where a span goes:
 * - `parent`: it stays where it is;
 * - `root`: directly under the session root of its trace;
 * - `turn`: directly under the span of the known turn;
 * - `top`: to the top of a trace of its own;
 * - `waiting`: to the top of the session's trace, and what is exported of it into the first turn once that begins; under
 *   the session root, if none does.
 */
export type Destination = 'parent' | 'root' | 'turn' | 'top' | 'waiting';

/** What a span goes along with that ends without a session of its own: spans under it, placed as they started. */
export interface PlacedBelow {
  /** The trace that they are in; undefined where it is none that others can go to. */
  readonly trace: object | undefined;
  /** A turn is among them. */
  readonly hasTurn: boolean;
}

/**
 * Chooses where a span of a session goes. A span without a session always stays where it is.
 *
 * @param below - for a span that goes along
 */
export function destinationOf(
  facts: PlacementFacts,
  policy: PlacementPolicy,
  below?: PlacedBelow,
): Destination {
  if (below !== undefined) {
    return destinationAlong(facts, policy, below);
  }
  if (facts.interaction) {
    return destinationOfInteraction(facts, policy);
  }
  switch (facts.parent) {
    case 'local':
      return facts.sameSession || facts.parentInSessionTrace ? 'parent' : 'root';
    case 'unsampled':
      // One that was dropped with its session takes along what is under it, and nothing else.
      return facts.sameSession ? 'parent' : 'root';
    case 'remote':
      return facts.parentInSessionTrace || policy.remoteParent === 'keep' ? 'parent' : 'root';
    case 'none':
    case 'phantom':
      if (facts.turnKnown) {
        return 'turn';
      }
      return facts.mayWaitForTurn ? 'waiting' : 'root';
  }
}

function destinationOfInteraction(facts: PlacementFacts, policy: PlacementPolicy): Destination {
  if (facts.insideOpenTurn && policy.nestedInteractions === 'keep') {
    return 'parent';
  }
  if (facts.calledFromSession) {
    // An agent that a tool of the session called; or another process began this very turn.
    return 'parent';
  }
  if (!policy.tracePerInteraction) {
    return 'root';
  }
  // The same turn again (a retry, a nested agent that inherits the id) has the same trace id: beside
  // the turn it would be a second root of that trace.
  return facts.turnKnown ? 'turn' : 'top';
}

/** What goes along stays whole: its top goes under the root, and joins no turn, which may be one below it. */
function destinationAlong(
  facts: PlacementFacts,
  policy: PlacementPolicy,
  { trace }: PlacedBelow,
): Destination {
  if (trace === undefined) {
    return destinationOf({ ...facts, turnKnown: false }, policy);
  }
  const staysUnder = facts.parent === 'local' && facts.sameSession;
  return staysUnder || destinationOf(facts, policy) === 'parent' ? 'parent' : 'root';
}

/** Whether a span of a session is the beginning of a turn. */
export function beginsTurn(
  { interaction, insideOpenTurn }: PlacementFacts,
  { nestedInteractions, tracePerInteraction }: PlacementPolicy,
  below?: PlacedBelow,
): boolean {
  // A nested interaction that stays in its turn is part of that turn.
  const isNested = insideOpenTurn && nestedInteractions === 'keep';
  // One that goes along has no trace to itself; and a turn that is below it is not begun a second time.
  const isNone = below?.trace !== undefined && (below.hasTurn || tracePerInteraction);
  return interaction && !isNested && !isNone;
}
