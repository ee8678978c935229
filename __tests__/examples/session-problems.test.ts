import { findSessionProblems } from '../../examples/support/session-problems.js';
import { receivedSpan, traceIdOf } from './support/received-span-fixture.js';

// SHA-256 of "a", cut to 16 bytes.
const traceId = 'ca978112ca1bbdcafac231b39a23dc4d';
const attributes = { 'session.id': 'a' };

describe('findSessionProblems', () => {
  it('finds nothing in a session in its own trace', () => {
    expect(findSessionProblems([receivedSpan('root', { traceId, attributes })], ['a'])).toEqual([]);
  });

  it('finds a session without its trace', () => {
    expect(findSessionProblems([], ['a'])).toEqual([`session a has no trace ${traceId}`]);
  });

  it('finds a trace of no session', () => {
    expect(findSessionProblems([receivedSpan('stray')], [])).toEqual([
      `trace ${traceIdOf('a')} belongs to no session`,
    ]);
  });

  it('finds a span that does not name its session', () => {
    expect(findSessionProblems([receivedSpan('root', { traceId })], ['a'])).toEqual([
      `trace ${traceId} has spans that do not name its session a`,
    ]);
  });

  it('finds a trace that is not well-formed', () => {
    const spans = [
      receivedSpan('one', { traceId, attributes }),
      receivedSpan('two', { traceId, attributes }),
    ];

    expect(findSessionProblems(spans, ['a'])).toEqual([`trace ${traceId} has 2 roots: one, two`]);
  });
});
