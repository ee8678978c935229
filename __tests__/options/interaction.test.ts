import { ROOT_CONTEXT, SpanKind } from '@opentelemetry/api';
import { Guard } from '../../src/diagnostics/guard.js';
import { Notices } from '../../src/diagnostics/notices.js';
import { interactionMatcher, type InteractionPattern } from '../../src/options/interaction.js';

function matches(
  pattern: InteractionPattern | readonly InteractionPattern[],
  ...names: readonly string[]
): boolean[] {
  const matcher = interactionMatcher(pattern, new Guard(new Notices(), () => undefined));
  return names.map((name) =>
    matcher({ name, kind: SpanKind.INTERNAL, attributes: {} }, ROOT_CONTEXT),
  );
}

describe('interactionMatcher', () => {
  it.each<
    [InteractionPattern | readonly InteractionPattern[], readonly string[], readonly boolean[]]
  >([
    ['interaction', ['interaction', 'Interaction', 'an interaction'], [true, false, false]],
    [
      '*.interaction',
      ['a.interaction', 'a.b.interaction', '.interaction', 'interaction'],
      [true, true, true, false],
    ],
    ['invoke_agent *', ['invoke_agent me', 'invoke_agent ', 'invoke_agent'], [true, true, false]],
    ['a*b*c', ['abc', 'a1b2c', 'a\nb c', 'abcd', 'ab'], [true, true, true, false, false]],
    ['a+(b)*c*', ['a+(b)c', 'aabc'], [true, false]],
    ['*', ['', 'anything'], [true, true]],
    ['ab*ba', ['aba', 'abba'], [false, true]],
    [/^turn/, ['turn 1', 'a turn'], [true, false]],
    [
      ['one', '*.two', /three/, ({ name }) => name.length > 20],
      ['one', 'x.two', '-three-', 'x'.repeat(21), 'four'],
      [true, true, true, true, false],
    ],
    [[], ['interaction'], [false]],
  ])('%s', (pattern, names, expected) => {
    expect(matches(pattern, ...names)).toEqual(expected);
  });

  it.each([undefined, null, 7, {}, Symbol('turn')])(
    'takes the name %p of an untyped caller for no name, and asks functions all the same',
    (name) => {
      expect(matches(['turn', '*', 'u*d', 't*u*n', /undefined|null/], name as string)).toEqual([
        false,
      ]);
      expect(matches(['turn', (): boolean => true], name as string)).toEqual([true]);
    },
  );

  it('asks an expression with a memory the same question each time', () => {
    expect(matches(/turn/gy, 'turn', 'turn', 'turn')).toEqual([true, true, true]);
  });

  it('remembers what a name answered, but no name that is as long as a text', () => {
    const remembering = jest.spyOn(Map.prototype, 'set');
    const long = 'x'.repeat(257);
    const answers = matches('*x', long, long.slice(1), long, 'y');
    const remembered = remembering.mock.calls.map(([name]) => name as unknown);
    remembering.mockRestore();
    expect(answers).toEqual([true, true, true, false]);
    expect(remembered).toEqual([long.slice(1), 'y']);
  });

  it('asks a function anew each time, for it may look at more than the name', () => {
    let answer = false;
    const matcher = interactionMatcher(() => answer, new Guard(new Notices(), () => undefined));
    const span = { name: 'turn', kind: SpanKind.INTERNAL, attributes: {} };
    expect(matcher(span, ROOT_CONTEXT)).toBe(false);
    answer = true;
    expect(matcher(span, ROOT_CONTEXT)).toBe(true);
  });

  it('stays right past the number of names that it remembers', () => {
    const matcher = interactionMatcher('turn *', new Guard(new Notices(), () => undefined));
    const ask = (name: string): boolean =>
      matcher({ name, kind: SpanKind.INTERNAL, attributes: {} }, ROOT_CONTEXT);
    for (let index = 0; index < 3_000; index++) {
      expect([ask(`turn ${index}`), ask(`tool ${index}`)]).toEqual([true, false]);
    }
    expect([ask('turn 2999'), ask('tool 2999')]).toEqual([true, false]);
  });
});
