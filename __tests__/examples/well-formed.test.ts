import { findProblems } from '../../examples/support/well-formed.js';
import {
  REMOTE_PARENT,
  receivedSpan,
  spanIdOf,
  traceIdOf,
} from './support/received-span-fixture.js';

const sessionA = { attributes: { 'session.id': 'A' } };
const sessionB = { attributes: { 'session.id': 'B' } };
const traceA = traceIdOf('a');
const traceB = traceIdOf('b');

describe('findProblems', () => {
  it('finds nothing in one whole trace per session', () => {
    expect(
      findProblems([
        receivedSpan('root', sessionA),
        receivedSpan('turn', { ...sessionA, parent: 'root' }),
        receivedSpan('tool', { parent: 'turn' }),
        receivedSpan('other', { ...sessionB, traceId: traceB }),
      ]),
    ).toEqual([]);
  });

  it('finds a span id that two spans share', () => {
    expect(
      findProblems([
        receivedSpan('root'),
        receivedSpan('one', { parent: 'root', spanId: '1'.repeat(16) }),
        receivedSpan('two', { parent: 'root', spanId: '1'.repeat(16) }),
      ]),
    ).toEqual(['span id 1111111111111111 is shared by one, two']);
  });

  it('finds a parent that was not exported', () => {
    expect(findProblems([receivedSpan('root'), receivedSpan('turn', { parent: 'lost' })])).toEqual([
      `turn has a parent that was not exported: ${spanIdOf('lost')}`,
    ]);
  });

  it('lets a remote parent be exported elsewhere, with the root', () => {
    expect(findProblems([receivedSpan('turn', { parent: 'away', flags: REMOTE_PARENT })])).toEqual(
      [],
    );
  });

  it('finds a trace without a root', () => {
    expect(findProblems([receivedSpan('turn', { parent: 'lost' })])).toEqual([
      `turn has a parent that was not exported: ${spanIdOf('lost')}`,
      `trace ${traceA} has no root`,
    ]);
  });

  it('finds a trace with two roots', () => {
    expect(findProblems([receivedSpan('one'), receivedSpan('two')])).toEqual([
      `trace ${traceA} has 2 roots: one, two`,
    ]);
  });

  it.each([
    ['local', 0x101],
    ['remote', REMOTE_PARENT],
  ])('finds a child in another trace than its %s parent', (_, flags) => {
    expect(
      findProblems([
        receivedSpan('root'),
        receivedSpan('other root', { traceId: traceB }),
        receivedSpan('turn', { traceId: traceB, parent: 'root', flags }),
      ]),
    ).toEqual([`turn is in trace ${traceB}, its parent root in ${traceA}`]);
  });

  it('finds parents that run in a circle, beside a root as well', () => {
    expect(
      findProblems([
        receivedSpan('root'),
        receivedSpan('chicken', { parent: 'egg' }),
        receivedSpan('egg', { parent: 'chicken' }),
        receivedSpan('chick', { parent: 'egg' }),
      ]),
    ).toEqual(['chicken is its own ancestor', 'egg is its own ancestor']);
  });

  it('finds a session in two traces', () => {
    expect(
      findProblems([
        receivedSpan('one', sessionA),
        receivedSpan('two', { ...sessionA, traceId: traceB }),
      ]),
    ).toEqual([`session A is in 2 traces: ${traceA}, ${traceB}`]);
  });

  it('finds two sessions in one trace', () => {
    expect(
      findProblems([
        receivedSpan('root', sessionA),
        receivedSpan('turn', { ...sessionB, parent: 'root' }),
      ]),
    ).toEqual([`trace ${traceA} holds 2 sessions: A, B`]);
  });
});
