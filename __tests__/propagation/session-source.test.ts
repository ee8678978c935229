import { sessionSource } from '../../src/propagation/session-source.js';

describe('sessionSource', () => {
  it.each([
    // interaction, entry, parent -> source
    [false, 'here', 'from-entry', 'entry'],
    [false, 'here', 'from-elsewhere', 'entry'],
    [true, 'here', 'from-elsewhere', 'entry'],
    [false, 'none', 'from-elsewhere', 'parent'],
    [false, 'further-out', 'from-elsewhere', 'parent'],
    [true, 'none', 'from-entry', 'parent'],
    [true, 'further-out', 'from-entry', 'parent'],
    [true, 'further-out', 'from-elsewhere', 'entry'],
    [false, 'further-out', 'none', 'entry'],
    [true, 'none', 'from-elsewhere', 'resolver'],
    [false, 'none', 'none', 'resolver'],
    [true, 'none', 'none', 'resolver'],
  ] as const)(
    'interaction %s, entry %s, parent %s: asks the %s',
    (interaction, entry, parent, source) => {
      expect(sessionSource(interaction, entry, parent)).toBe(source);
    },
  );
});
