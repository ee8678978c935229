import { SpanStatusCode, type AttributeValue } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-node';
import { names, problemsOf, recordLate } from '../support/late-recording.js';
import { stopRecording } from '../support/recording.js';

afterEach(() => {
  jest.useRealTimers();
  stopRecording();
});

describe('the bounds of the session exporter', () => {
  it('do not drift when roots come back into it in the middle of a trace', () => {
    const recording = recordLate({}, { maxSpans: 50 });
    let ended = 0;
    for (let index = 0; index < 300; index++) {
      // A new session each: its root comes in while its turn is being placed.
      const turn = recording.start('interaction');
      const model = recording.start('model', turn);
      const left = recording.start('still open');
      recording.end(recording.start('held', left));
      recording.end(model, `s${String(index)}`);
      recording.end(turn);
      ended += 3;
      const roots = recording.exported.filter(({ name }) => name === 'session').length;
      expect(ended - (recording.exported.length - roots)).toBeLessThanOrEqual(50);
    }
    // The open span above a held one is not exported.
    const others = problemsOf(recording).filter((text) => !/^held|has no root$/.test(text));
    expect(others).toEqual([]);
  });

  it.each<[string, (index: number) => Parameters<typeof fill>[0]]>([
    ['events', () => ({ event: { name: 'chunk', text: 'x'.repeat(10_000) } })],
    ['links', () => ({ link: 'x'.repeat(10_000) })],
    ['the status', () => ({ status: 'x'.repeat(10_000) })],
    ['many small events', () => ({ events: 100 })],
  ])('count %s as bytes', (_, contentOf) => {
    const recording = recordLate({}, { maxBytes: 100_000 });
    const turn = recording.start('interaction');
    for (let index = 0; index < 50; index++) {
      const span = recording.start('model', turn);
      fill(contentOf(index), span);
      recording.end(span);
    }
    expect(recording.exported.length).toBeGreaterThan(30);
  });

  it('count what is in a value once, however often it is in there', () => {
    const knot: Record<string, unknown> = { text: 'x'.repeat(40_000) };
    for (let index = 0; index < 40; index++) {
      knot[`again ${String(index)}`] = knot;
      knot[`list ${String(index)}`] = [knot, [knot, knot]];
    }
    const recording = recordLate({}, { maxBytes: 200_000 });
    const turn = recording.start('interaction');
    const hold = (): void => {
      const span = recording.start('model', turn);
      // Newer SDKs take such values.
      (span as unknown as ReadableSpan).attributes['knot'] = knot as unknown as AttributeValue;
      recording.end(span);
    };
    hold();
    hold();
    expect(recording.exported).toEqual([]);
    hold();
    expect(recording.exported).toHaveLength(3);
  });

  it('cost each span the same, however long a chain is whose parents end before their children', () => {
    const recording = recordLate({}, { maxSpans: 100_000 });
    const lookUps = jest.spyOn(Map.prototype, 'get');
    const top = recording.start('interaction');
    const lookUpsOf = (spans: number): number => {
      lookUps.mockClear();
      let last = recording.start('step', top);
      for (let step = 1; step < spans; step++) {
        const next = recording.start('step', last);
        last.end();
        last = next;
      }
      last.end();
      return lookUps.mock.calls.length / spans;
    };
    const few = lookUpsOf(100);
    const many = lookUpsOf(1_000);
    lookUps.mockRestore();
    expect(many).toBeLessThan(few + 1);
    recording.end(top, 'A');
    expect(recording.exported).toHaveLength(1_102);
    expect(problemsOf(recording)).toEqual([]);
  });

  it('measure time by a clock that nobody sets', async () => {
    jest.useFakeTimers({ now: new Date('2026-03-01T12:00:00Z') });
    const recording = recordLate({}, { holdMillis: 1_000 });
    const hold = (name: string): void => {
      recording.end(recording.start(name, recording.start('open')), 'A');
    };
    hold('hour');
    jest.setSystemTime(Date.now() - 3_600_000);
    await jest.advanceTimersByTimeAsync(1_100);
    expect(names(recording)).toEqual(['hour', 'session']);
    hold('days');
    jest.setSystemTime(Date.now() - 40 * 86_400_000);
    await jest.advanceTimersByTimeAsync(500);
    expect(names(recording)).toEqual(['hour', 'session']);
    expect(jest.getTimerCount()).toBe(1);
    await jest.advanceTimersByTimeAsync(600);
    expect(names(recording)).toEqual(['days', 'hour', 'session']);
  });
});

describe('a trace that a bound cut in two', () => {
  it('has late children under the spans that were placed before', async () => {
    const recording = recordLate();
    const request = recording.start('request');
    const a = recording.start('interaction', request);
    const b = recording.start('interaction', request);
    const late = recording.start('late of A', a);
    const later = recording.start('late of B', b);
    recording.end(recording.start('model', a), 'A');
    recording.end(recording.start('model', b), 'B');
    recording.end(a, 'A');
    recording.end(b, 'B');
    recording.end(request);
    recording.end(recording.start('held', recording.start('open', request)));
    await recording.provider.forceFlush();
    recording.end(late);
    await recording.provider.forceFlush();
    recording.end(later);
    expect(problemsOf(recording).filter((text) => !text.startsWith('held'))).toEqual([]);
    expect(recording.tree()).toContain(
      'session A\n└─ session\n   └─ interaction  ~> displaced parent request\n      ├─ late of A\n      └─ model',
    );
    expect(recording.tree()).toContain('late of B');
  });

  it('has no span under a placed one whose own children went out as they were', async () => {
    const recording = recordLate();
    const request = recording.start('request');
    const turn = recording.start('interaction', request);
    const step = recording.start('step', turn);
    recording.end(recording.start('tool', step));
    recording.end(recording.start('other', request), 'B');
    recording.end(recording.start('third', request), 'C');
    await recording.provider.forceFlush();
    recording.end(turn, 'A');
    recording.end(request);
    recording.end(step, 'A');
    expect(recording.tree()).toBe(
      [
        'session A',
        '└─ session',
        '   └─ interaction  ~> displaced parent request',
        'some trace',
        '├─ request',
        '│  ├─ other',
        '│  └─ third',
        '└─ step  ~> displaced parent interaction',
        '   └─ tool',
      ].join('\n'),
    );
  });

  it('keeps a late child under its parent also long after the hold time', () => {
    jest.useFakeTimers();
    const recording = recordLate({}, { holdMillis: 100 });
    const turn = recording.start('interaction');
    const background = recording.start('background', turn);
    recording.end(recording.start('model', turn), 'A');
    recording.end(turn, 'A');
    recording.end(recording.start('noise', recording.start('open')));
    jest.advanceTimersByTime(10_000);
    recording.end(background);
    expect(recording.tree()).toContain(
      'session A\n└─ session\n   └─ interaction\n      ├─ background\n      └─ model',
    );
  });
});

describe('a copy in its session', () => {
  it('shows all that it has to a spread, and nothing that it has not', () => {
    const recording = recordLate();
    const turn = recording.start('interaction');
    recording.end(recording.start('model', turn), 'A');
    turn.setStatus({ code: SpanStatusCode.ERROR, message: 'no' }).addEvent('chunk');
    recording.end(turn);
    const copy = recording.exported.find(({ name }) => name === 'interaction');
    const spread: Record<string, unknown> = { ...(copy as object) };
    const live = turn as unknown as Record<string, unknown>;
    for (const field of [
      ...['name', 'kind', 'startTime', 'endTime', 'status', 'events', 'duration', 'ended'],
      ...['resource', 'instrumentationScope', 'droppedAttributesCount', 'droppedEventsCount'],
    ]) {
      expect([field, spread[field]]).toEqual([field, live[field]]);
    }
    expect(spread['attributes']).toEqual(copy?.attributes);
    expect(spread['links']).toEqual(copy?.links);
    expect(spread['parentSpanContext']).toEqual(copy?.parentSpanContext);
    expect((spread['spanContext'] as () => unknown)()).toEqual(copy?.spanContext());
    expect(spread['_spanContext']).toEqual(copy?.spanContext());
    expect(Object.keys(spread)).not.toContain('setAttribute');
  });

  it('has the number of its turn', () => {
    const recording = recordLate();
    for (const session of ['A', 'A', 'B']) {
      const turn = recording.start('interaction');
      recording.end(recording.start('model', turn), session);
      recording.end(turn, session);
    }
    expect(
      recording.exported
        .filter(({ name }) => name === 'interaction')
        .map(({ attributes }) => attributes['otel_session_trace.turn.number']),
    ).toEqual([1, 2, 1]);
  });
});

function fill(
  content: {
    event?: { name: string; text: string };
    events?: number;
    link?: string;
    status?: string;
  },
  span: ReturnType<ReturnType<typeof recordLate>['start']>,
): void {
  if (content.event !== undefined) {
    span.addEvent(content.event.name, { text: content.event.text });
  }
  for (let index = 0; index < (content.events ?? 0); index++) {
    span.addEvent('token');
  }
  if (content.link !== undefined) {
    span.addLink({ context: span.spanContext(), attributes: { text: content.link } });
  }
  if (content.status !== undefined) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: content.status });
  }
}
