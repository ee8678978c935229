import fc from 'fast-check';
import { testOfGlob } from '../../src/options/name-test.js';

/** The meaning of a glob, written without a thought to time: a star takes none, one, two, ... characters. */
function fits(glob: string, name: string): boolean {
  if (glob === '') {
    return name === '';
  }
  return glob.startsWith('*')
    ? fits(glob.slice(1), name) || (name !== '' && fits(glob, name.slice(1)))
    : name.startsWith(glob.charAt(0)) && fits(glob.slice(1), name.slice(1));
}

describe('a glob', () => {
  it('fits what it says, however many stars it has', () => {
    const glob = fc.string({ unit: fc.constantFrom('*', 'a', 'b', '.'), maxLength: 8 });
    const name = fc.string({ unit: fc.constantFrom('a', 'b', '.', '\n'), maxLength: 8 });
    fc.assert(
      fc.property(glob, name, (pattern, text) => {
        // A text without a star is no glob.
        fc.pre(pattern.includes('*'));
        expect(testOfGlob(pattern)(text)).toBe(fits(pattern, text));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['*a*b*c', '*a*a*a*a*a*b', '***a***b***c', 'a*a*a*a*a*a*c', '*ab*ab*ab*x*'])(
    'takes no longer than its name is long: %s',
    (glob) => {
      const test = testOfGlob(glob);
      // An expression with backtracking takes longer than the universe is old.
      expect([test('a'.repeat(200_000)), test(`${'ab'.repeat(200_000)}d`)]).toEqual([false, false]);
    },
  );
});
