import { linkNote } from '../../examples/support/link-note.js';
import { groupByTrace, renderTrace } from '../../examples/support/trace-tree.js';
import type { ReceivedSpan } from '../../examples/support/received-span.js';
import {
  REMOTE_PARENT,
  receivedSpan,
  spanIdOf,
  traceIdOf,
} from './support/received-span-fixture.js';

function render(spans: readonly ReceivedSpan[]): string {
  return groupByTrace(spans)
    .map((trace) => renderTrace(trace, linkNote(spans)))
    .join('\n');
}

function lines(...text: string[]): string {
  return text.join('\n');
}

describe('groupByTrace', () => {
  it('orders traces by their earliest span and spans by start time', () => {
    const traces = groupByTrace([
      receivedSpan('late', { traceId: traceIdOf('a'), startTimeUnixNano: 9n }),
      receivedSpan('second', { traceId: traceIdOf('b'), startTimeUnixNano: 2n }),
      receivedSpan('early', { traceId: traceIdOf('a'), startTimeUnixNano: 3n }),
      receivedSpan('first', { traceId: traceIdOf('b'), startTimeUnixNano: 1n }),
    ]);

    expect(traces.map(({ traceId, spans }) => [traceId, spans.map(({ name }) => name)])).toEqual([
      [traceIdOf('b'), ['first', 'second']],
      [traceIdOf('a'), ['early', 'late']],
    ]);
  });

  it('orders spans that start together by their end, then by name, then by id', () => {
    const [trace] = groupByTrace([
      receivedSpan('beta', { spanId: '2'.repeat(16) }),
      receivedSpan('alpha', { endTimeUnixNano: 5n }),
      receivedSpan('beta', { spanId: '1'.repeat(16) }),
      receivedSpan('aaa'),
    ]);

    expect(trace?.spans.map(({ name, spanId }) => `${name} ${spanId.slice(0, 1)}`)).toEqual([
      'aaa 6',
      'beta 1',
      'beta 2',
      'alpha 6',
    ]);
  });
});

describe('renderTrace', () => {
  it('draws a tree under the trace id', () => {
    const spans = [
      receivedSpan('tool', { parent: 'turn', startTimeUnixNano: 3n }),
      receivedSpan('turn', { parent: 'session', startTimeUnixNano: 1n }),
      receivedSpan('exec', { parent: 'tool', startTimeUnixNano: 4n }),
      receivedSpan('session'),
      receivedSpan('hook', { parent: 'session', startTimeUnixNano: 5n }),
    ];

    expect(render(spans)).toBe(
      lines(
        `trace ${traceIdOf('a')}`,
        '└─ session',
        '   ├─ turn',
        '   │  └─ tool',
        '   │     └─ exec',
        '   └─ hook',
      ),
    );
  });

  it('draws several roots as a forest and tells why a span has no parent in sight', () => {
    const spans = [
      receivedSpan('one'),
      receivedSpan('three', { parent: 'away', startTimeUnixNano: 2n, flags: REMOTE_PARENT }),
      receivedSpan('two', { parent: 'lost', startTimeUnixNano: 1n }),
    ];

    expect(render(spans)).toBe(
      lines(
        `trace ${traceIdOf('a')}`,
        '├─ one',
        '├─ two  (parent not exported)',
        '└─ three  (remote parent)',
      ),
    );
  });

  it('names the type and the target of a link', () => {
    const spans = [
      receivedSpan('hook', { traceId: traceIdOf('b'), startTimeUnixNano: 1n }),
      receivedSpan('turn', {
        links: [
          {
            traceId: traceIdOf('b'),
            spanId: spanIdOf('hook'),
            attributes: { 'otel_session_trace.link.type': 'displaced_parent' },
          },
          { traceId: traceIdOf('c'), spanId: spanIdOf('hook'), attributes: {} },
        ],
      }),
    ];

    expect(render(spans)).toBe(
      lines(
        `trace ${traceIdOf('a')}`,
        '└─ turn  ~> displaced parent hook  ~> link (not exported)',
        `trace ${traceIdOf('b')}`,
        '└─ hook',
      ),
    );
  });

  it('shows each span once when parents run in a circle or ids are shared', () => {
    const spans = [
      receivedSpan('root'),
      receivedSpan('twin', { spanId: spanIdOf('root'), startTimeUnixNano: 1n }),
      receivedSpan('child', { parent: 'root' }),
      receivedSpan('chicken', { parent: 'egg' }),
      receivedSpan('egg', { parent: 'chicken' }),
    ];

    expect(render(spans)).toBe(
      lines(
        `trace ${traceIdOf('a')}`,
        '├─ root',
        '│  └─ child',
        '└─ twin',
        '?? chicken  (under no root)',
        '?? egg  (under no root)',
      ),
    );
  });
});
