import fc from 'fast-check';
import {
  destinationOf,
  type PlacementFacts,
  type PlacementPolicy,
} from '../../src/placement/rules.js';

const POLICY: PlacementPolicy = {
  nestedInteractions: 'pin',
  remoteParent: 'keep',
  tracePerInteraction: false,
};
const FACTS: PlacementFacts = {
  interaction: false,
  parent: 'none',
  sameSession: false,
  insideOpenTurn: false,
  parentInSessionTrace: false,
  calledFromSession: false,
  turnKnown: false,
  mayWaitForTurn: false,
};

describe('destinationOf', () => {
  it.each([
    ['an interaction', { interaction: true }, {}, 'root'],
    [
      'an interaction under a stray span',
      { interaction: true, parent: 'local', sameSession: true },
      {},
      'root',
    ],
    [
      'a nested interaction',
      { interaction: true, parent: 'local', sameSession: true, insideOpenTurn: true },
      {},
      'root',
    ],
    [
      'a nested interaction, kept',
      { interaction: true, parent: 'local', sameSession: true, insideOpenTurn: true },
      { nestedInteractions: 'keep' },
      'parent',
    ],
    [
      'an interaction after its turn ended, kept',
      { interaction: true, parent: 'local', sameSession: true },
      { nestedInteractions: 'keep' },
      'root',
    ],
    ['an interaction under a remote parent', { interaction: true, parent: 'remote' }, {}, 'root'],
    ['a local parent of the same session', { parent: 'local', sameSession: true }, {}, 'parent'],
    ['a local parent of another session', { parent: 'local' }, {}, 'root'],
    ['an orphan', { parent: 'none' }, {}, 'root'],
    ['a phantom parent', { parent: 'phantom' }, {}, 'root'],
    ['an orphan of a known turn', { parent: 'none', turnKnown: true }, {}, 'turn'],
    ['an orphan before any turn', { parent: 'none', mayWaitForTurn: true }, {}, 'waiting'],
    [
      'a phantom parent before any turn',
      { parent: 'phantom', mayWaitForTurn: true },
      {},
      'waiting',
    ],
    [
      'an orphan of a known turn before any other',
      { parent: 'none', turnKnown: true, mayWaitForTurn: true },
      {},
      'turn',
    ],
    [
      'a local parent of another session before any turn',
      { parent: 'local', mayWaitForTurn: true },
      {},
      'root',
    ],
    ['a phantom parent, known turn', { parent: 'phantom', turnKnown: true }, {}, 'turn'],
    [
      'a local parent of another session, known turn',
      { parent: 'local', turnKnown: true },
      {},
      'root',
    ],
    ['a remote parent elsewhere', { parent: 'remote' }, {}, 'parent'],
    ['a remote parent elsewhere, linked', { parent: 'remote' }, { remoteParent: 'link' }, 'root'],
    [
      'a remote parent in the session trace',
      { parent: 'remote', parentInSessionTrace: true },
      { remoteParent: 'link' },
      'parent',
    ],
    ['an unsampled parent', { parent: 'unsampled' }, {}, 'root'],
    ['an unsampled parent, known turn', { parent: 'unsampled', turnKnown: true }, {}, 'root'],
    [
      'an unsampled parent of the session',
      { parent: 'unsampled', sameSession: true },
      {},
      'parent',
    ],
    [
      'a local parent of no session in the session trace',
      { parent: 'local', parentInSessionTrace: true },
      { remoteParent: 'link' },
      'parent',
    ],
    [
      'an interaction that the session called',
      { interaction: true, parent: 'remote', parentInSessionTrace: true, calledFromSession: true },
      {},
      'parent',
    ],
    [
      'an interaction that a span of the session called which nobody exports',
      { interaction: true, parent: 'remote', parentInSessionTrace: true },
      {},
      'root',
    ],
    ['an interaction, trace per turn', { interaction: true }, { tracePerInteraction: true }, 'top'],
    [
      'the same turn again, trace per turn',
      { interaction: true, turnKnown: true },
      { tracePerInteraction: true },
      'turn',
    ],
    [
      'an interaction that continues its own turn from another process',
      { interaction: true, parent: 'remote', parentInSessionTrace: true, calledFromSession: true },
      { tracePerInteraction: true },
      'parent',
    ],
  ] as const)('%s', (_, facts, policy, destination) => {
    expect(destinationOf({ ...FACTS, ...facts }, { ...POLICY, ...policy })).toBe(destination);
  });

  it('leaves every span of its parent session where it is, as the short path says without asking', () => {
    const anyPolicy = fc.record({
      nestedInteractions: fc.constantFrom('pin' as const, 'keep' as const),
      remoteParent: fc.constantFrom('keep' as const, 'link' as const),
      tracePerInteraction: fc.boolean(),
    });
    const follower = fc.record({
      interaction: fc.constant(false),
      parent: fc.constant('local' as const),
      sameSession: fc.constant(true),
      insideOpenTurn: fc.boolean(),
      parentInSessionTrace: fc.boolean(),
      calledFromSession: fc.boolean(),
      turnKnown: fc.boolean(),
      mayWaitForTurn: fc.boolean(),
    });
    fc.assert(
      fc.property(follower, anyPolicy, (facts, policy) => {
        expect(destinationOf(facts, policy)).toBe('parent');
      }),
    );
  });
});
