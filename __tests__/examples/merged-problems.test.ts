import { createHash } from 'node:crypto';

import { findMergedProblems } from '../../examples/support/merged-problems.js';
import { REMOTE_PARENT, receivedSpan, spanIdOf } from './support/received-span-fixture.js';

const session = {
  traceId: createHash('sha256').update('A').digest('hex').slice(0, 32),
  attributes: { 'session.id': 'A' },
};
const root = receivedSpan('session', session);
const turn = receivedSpan('turn', { ...session, parent: 'session', flags: REMOTE_PARENT });

describe('findMergedProblems', () => {
  it('finds nothing when every parent was exported by one process or another', () => {
    expect(findMergedProblems([root, turn], ['A'])).toEqual([]);
  });

  it('finds a parent in another process that exported nothing', () => {
    expect(findMergedProblems([turn], ['A'])).toEqual([
      `turn has a parent that no process exported: ${spanIdOf('session')}`,
    ]);
  });
});
