import { ROOT_CONTEXT, TraceFlags, trace, type Span } from '@opentelemetry/api';
import { rotateAfter, setSession, sha256Derivation, withSession } from '../../src/index.js';
import { record, stopRecording, type Recording } from '../support/recording.js';

afterEach(stopRecording);

const under = (span: Span): ReturnType<typeof trace.setSpan> => trace.setSpan(ROOT_CONTEXT, span);

/** A turn with a tool in it, and a span that lost its context. */
function turn({ tracer }: Recording, id?: string, orphan = 'lost'): void {
  const attributes = id === undefined ? {} : { 'prompt.id': id };
  const span = tracer.startSpan('interaction', { attributes }, ROOT_CONTEXT);
  tracer.startSpan('tool', {}, under(span)).end();
  tracer.startSpan(orphan, { attributes }, ROOT_CONTEXT).end();
  span.end();
}

describe("the scope 'interaction'", () => {
  const options = {
    sessionId: 'A',
    traceScope: 'interaction',
    interactionId: 'prompt.id',
  } as const;

  it('gives each turn a trace of its own, whose id the turn determines, linked to the turn before', () => {
    const recording = record(options);
    turn(recording, 't1');
    turn(recording, 't2');
    expect(recording.tree()).toBe(
      [
        'session A, t1',
        '└─ interaction',
        '   ├─ tool',
        '   └─ lost',
        'session A, t2',
        '└─ interaction  ~> previous interaction interaction',
        '   ├─ tool',
        '   └─ lost',
      ].join('\n'),
    );
    expect(
      recording.problems().filter((problem) => !problem.startsWith('session A is in')),
    ).toEqual([]);
  });

  it('determines the same ids after a restart', () => {
    const idsOf = (): unknown => {
      const recording = record(options);
      turn(recording, 't1');
      turn(recording, 't2');
      const ids = recording.spans().map(({ traceId }) => traceId);
      stopRecording();
      return ids;
    };
    expect(idsOf()).toEqual(idsOf());
  });

  it('keeps the trace id of the SDK for a parentless turn without an id', () => {
    const recording = record(options);
    turn(recording);
    expect(recording.span('interaction').traceId).toMatch(/^f0+1$/);
    expect(recording.tree()).toBe(
      'some trace\n└─ interaction\n   └─ tool\nsession A\n└─ session\n   └─ lost',
    );
  });

  it('makes a fresh trace for a turn without an id that displaced a parent', () => {
    const recording = record(options);
    const hook = recording.tracer.startSpan('hook', {}, ROOT_CONTEXT);
    recording.tracer.startSpan('interaction', {}, under(hook)).end();
    hook.end();
    expect(recording.tree()).toBe(
      [
        'session A',
        '└─ session',
        '   └─ hook',
        'some trace',
        '└─ interaction  ~> displaced parent hook',
      ].join('\n'),
    );
  });

  it('puts the same turn again under the turn, not beside it', () => {
    const recording = record(options);
    turn(recording, 't1');
    turn(recording, 't1', 'lost again');
    expect(recording.tree()).toBe(
      [
        'session A, t1',
        '└─ interaction',
        '   ├─ tool',
        '   ├─ lost',
        '   ├─ interaction',
        '   │  └─ tool',
        '   └─ lost again',
      ].join('\n'),
    );
  });

  it('continues a turn that another process began, where the trace ids agree', () => {
    const recording = record(options);
    const { traceId } = sha256Derivation().derive('A', 't1');
    const remote = {
      traceId,
      spanId: 'abcdefabcdefabcd',
      traceFlags: TraceFlags.SAMPLED,
      isRemote: true,
    };
    recording.tracer
      .startSpan(
        'interaction',
        { attributes: { 'prompt.id': 't1' } },
        trace.setSpanContext(ROOT_CONTEXT, remote),
      )
      .end();
    expect(recording.tree()).toBe('session A, t1\n└─ interaction  (remote parent)');
  });

  it('closes a session in its own trace', () => {
    const recording = record(options);
    turn(recording, 't1');
    recording.sessions.endSession('A');
    expect(recording.tree()).toContain(
      'session A\n└─ session\n   └─ otel_session_trace.session_end',
    );
  });
});

describe('a function as scope', () => {
  it('chooses the trace at the start of each turn, and only there', () => {
    const key = { current: undefined as string | undefined };
    const recording = record({ sessionId: 'A', traceScope: () => key.current });
    turn(recording);
    key.current = 'k1';
    recording.tracer.startSpan('before the turn', {}, ROOT_CONTEXT).end();
    turn(recording);
    key.current = undefined;
    turn(recording);
    expect(recording.tree()).toBe(
      [
        'session A',
        '└─ session',
        '   ├─ interaction',
        '   │  └─ tool',
        '   ├─ lost',
        '   ├─ before the turn',
        '   ├─ interaction',
        '   │  └─ tool',
        '   └─ lost',
        'session A, k1',
        '└─ session  ~> previous trace session',
        '   ├─ interaction',
        '   │  └─ tool',
        '   └─ lost',
      ].join('\n'),
    );
  });

  it('is told how far the session is', () => {
    const seen: unknown[] = [];
    const recording = record({
      sessionId: 'A',
      traceScope: (progress) => {
        seen.push(progress);
        return progress.turns === 0 ? undefined : 'k1';
      },
    });
    turn(recording);
    turn(recording);
    turn(recording);
    const time: unknown = expect.any(Number);
    expect(seen).toEqual([
      { sessionId: 'A', key: undefined, spans: 0, millis: time, turns: 0 },
      { sessionId: 'A', key: undefined, spans: 3, millis: time, turns: 1 },
      { sessionId: 'A', key: 'k1', spans: 3, millis: time, turns: 2 },
    ]);
  });

  it('that answers a key that cannot be one leaves the turn in the current trace', () => {
    const recording = record({ sessionId: 'A', traceScope: () => '' });
    turn(recording);
    expect(recording.tree()).toBe(
      'session A\n└─ session\n   ├─ interaction\n   │  └─ tool\n   └─ lost',
    );
    expect(recording.sessions.stats().refusedIds).toBe(1);
  });

  it('begins a session that was ended in its own trace, wherever turns under its open spans have gone since', () => {
    const key = { current: undefined as string | undefined };
    const recording = record({ sessionId: () => undefined, traceScope: () => key.current });
    const { sessions, tracer } = recording;
    const agent = tracer.startSpan('agent', {}, setSession(ROOT_CONTEXT, 'A'));
    sessions.endSession('A');
    key.current = 'k1';
    tracer.startSpan('interaction', {}, under(agent)).end();
    tracer.startSpan('hook', {}, sessions.sessionContext('A')).end();
    agent.end();
    expect(recording.tree()).toBe(
      [
        'session A',
        '└─ session',
        '   ├─ agent',
        '   ├─ otel_session_trace.session_end',
        '   └─ hook',
        'session A, k1',
        '└─ session  ~> previous trace session',
        '   └─ interaction  ~> displaced parent agent',
      ].join('\n'),
    );
  });

  it('leaves a span in the trace of its parent after the session went on in another', () => {
    const key = { current: undefined as string | undefined };
    const recording = record({ sessionId: 'A', traceScope: () => key.current });
    const first = recording.tracer.startSpan('interaction', {}, ROOT_CONTEXT);
    key.current = 'k1';
    recording.tracer.startSpan('interaction', {}, ROOT_CONTEXT).end();
    recording.tracer.startSpan('late', {}, under(first)).end();
    first.end();
    expect(recording.tree()).toBe(
      [
        'session A',
        '└─ session',
        '   └─ interaction',
        '      └─ late',
        'session A, k1',
        '└─ session  ~> previous trace session',
        '   └─ interaction',
      ].join('\n'),
    );
  });
});

describe('rotateAfter', () => {
  it('goes on in a new trace at the first turn past the spans', () => {
    const recording = record({ sessionId: 'A', traceScope: rotateAfter({ spans: 6 }) });
    for (let index = 0; index < 5; index++) {
      turn(recording);
    }
    const traces = new Map<string, number>();
    for (const { traceId } of recording.spans()) {
      traces.set(traceId, (traces.get(traceId) ?? 0) + 1);
    }
    // Three spans a turn and a root; the last trace has one turn so far.
    expect([...traces.values()]).toEqual([7, 7, 4]);
    expect(
      recording.problems().filter((problem) => !problem.startsWith('session A is in')),
    ).toEqual([]);
  });

  it('tells by the clock whether a trace is too old', () => {
    const rotate = rotateAfter({ millis: 1_000 });
    const progress = {
      sessionId: 'A',
      key: 'now',
      spans: 1,
      turns: 1,
    };
    expect(rotate({ ...progress, millis: 999 })).toBe('now');
    expect(rotate({ ...progress, millis: 1_000 })).toMatch(/^[\da-f-]{36}$/);
  });

  it.each<[unknown, string]>([
    [{}, 'Expected `rotateAfter` to be given { spans }, { millis } or both, got {}.'],
    [{ spans: 0 }, 'Expected `spans` to be an integer >= 1, got 0.'],
    [{ spans: 1.5 }, 'Expected `spans` to be an integer >= 1, got 1.5.'],
    [{ millis: 0 }, 'Expected `millis` to be a number of milliseconds > 0, got 0.'],
    [{ millis: '1000' }, "Expected `millis` to be a number of milliseconds > 0, got '1000'."],
    [{ millis: NaN }, 'Expected `millis` to be a number of milliseconds > 0, got NaN.'],
  ])('refuses %j', (limits, message) => {
    expect(() => rotateAfter(limits as { spans: number })).toThrow(new TypeError(message));
  });
});

describe('a referenced session', () => {
  it('has roots of its own in the traces that only this process knows', () => {
    const recording = record({
      sessionId: 'A',
      sessionRoot: 'reference',
      traceScope: rotateAfter({ spans: 1 }),
    });
    turn(recording);
    turn(recording);
    expect(recording.tree()).toBe(
      [
        'session A',
        '├─ interaction  (remote parent)',
        '│  └─ tool',
        '└─ lost  (remote parent)',
        'some trace',
        '└─ session  ~> previous trace (not exported)',
        '   ├─ interaction',
        '   │  └─ tool',
        '   └─ lost',
      ].join('\n'),
    );
  });
});

describe('orphans of a turn', () => {
  it('join it by its id, while it is open and a while after', () => {
    const recording = record({
      sessionId: 'A',
      interactionId: ({ attributes }) => attributes['turn'] as string,
    });
    const start = (name: string, id: string): Span =>
      recording.tracer.startSpan(name, { attributes: { turn: id } }, ROOT_CONTEXT);
    const first = start('1.interaction', 't1');
    const second = start('2.interaction', 't2');
    start('of first', 't1').end();
    start('of second', 't2').end();
    first.end();
    start('late of first', 't1').end();
    start('of none', 't3').end();
    second.end();
    expect(recording.tree()).toBe(
      [
        'session A',
        '└─ session',
        '   ├─ 1.interaction',
        '   │  ├─ of first',
        '   │  └─ late of first',
        '   ├─ 2.interaction',
        '   │  └─ of second',
        '   └─ of none',
      ].join('\n'),
    );
  });

  it('join it by the id that withSession says', () => {
    const recording = record({ sessionId: () => undefined });
    withSession({ sessionId: 'A', interactionId: 't1' }, () => {
      recording.tracer.startSpan('interaction', {}, /* the entry is in: */ undefined).end();
      recording.tracer.startSpan('lost', { root: true }).end();
    });
    expect(recording.tree()).toBe('session A\n└─ session\n   └─ interaction\n      └─ lost');
  });

  it('that a resolver told do not keep a turn under them in the session of withSession that they joined', () => {
    const current = { id: 'A' };
    const recording = record({ sessionId: () => current.id, interactionId: 'prompt.id' });
    const attributes = { 'prompt.id': 't1' };
    const first = withSession('A', () =>
      recording.tracer.startSpan('interaction', { attributes }, setSession(ROOT_CONTEXT, 'A')),
    );
    const orphan = recording.tracer.startSpan('lost', { attributes }, ROOT_CONTEXT);
    current.id = 'B';
    recording.tracer.startSpan('agent.interaction', {}, under(orphan)).end();
    orphan.end();
    first.end();
    expect(recording.tree()).toBe(
      [
        'session A',
        '└─ session',
        '   └─ interaction',
        '      └─ lost',
        'session B',
        '└─ session',
        '   └─ agent.interaction  ~> displaced parent lost',
      ].join('\n'),
    );
  });

  it('that are many are remembered for the last 16 turns', () => {
    const recording = record({ sessionId: 'A', interactionId: 'prompt.id' });
    for (let index = 1; index <= 17; index++) {
      recording.tracer
        .startSpan(`${index}.interaction`, { attributes: { 'prompt.id': `t${index}` } })
        .end();
    }
    recording.tracer.startSpan('of 1', { attributes: { 'prompt.id': 't1' } }).end();
    recording.tracer.startSpan('of 2', { attributes: { 'prompt.id': 't2' } }).end();
    expect(recording.span('of 1').parentSpanId).toBe(recording.span('session').spanId);
    expect(recording.span('of 2').parentSpanId).toBe(recording.span('2.interaction').spanId);
  });

  it("join the only open turn with 'open-interaction', and never one of two", () => {
    const recording = record({ sessionId: 'A', orphans: 'open-interaction' });
    const start = (name: string): Span => recording.tracer.startSpan(name, {}, ROOT_CONTEXT);
    start('before').end();
    const first = start('1.interaction');
    start('in first').end();
    const second = start('2.interaction');
    start('in one of two').end();
    first.end();
    start('in second').end();
    second.end();
    start('after').end();
    expect(recording.tree()).toBe(
      [
        'session A',
        '└─ session',
        '   ├─ before',
        '   ├─ 1.interaction',
        '   │  └─ in first',
        '   ├─ 2.interaction',
        '   │  └─ in second',
        '   ├─ in one of two',
        '   └─ after',
      ].join('\n'),
    );
  });

  it('that name another turn than the open one do not join it', () => {
    const recording = record({
      sessionId: 'A',
      orphans: 'open-interaction',
      interactionId: 'prompt.id',
    });
    const first = recording.tracer.startSpan('interaction', { attributes: { 'prompt.id': 't1' } });
    recording.tracer.startSpan('of t2', { attributes: { 'prompt.id': 't2' } }).end();
    first.end();
    expect(recording.span('of t2').parentSpanId).toBe(recording.span('session').spanId);
  });

  it('never join one of a hundred open turns', () => {
    const recording = record({ sessionId: 'A', orphans: 'open-interaction' });
    const turns = Array.from({ length: 100 }, () => recording.tracer.startSpan('interaction'));
    for (const open of turns.slice(0, 98)) {
      open.end();
    }
    recording.tracer.startSpan('in one of two').end();
    expect(recording.span('in one of two').parentSpanId).toBe(recording.span('session').spanId);
  });
});

describe('a long trace', () => {
  it('is told once per session, with the option that bounds it', () => {
    const current = { id: 'A' };
    const recording = record({ sessionId: () => current.id });
    for (const id of ['A', 'B']) {
      current.id = id;
      const session = recording.tracer.startSpan('interaction');
      for (let index = 0; index < 2_100; index++) {
        recording.tracer.startSpan('tool', {}, under(session)).end();
      }
    }
    expect(recording.warnings).toEqual(
      ['A', 'B'].map(
        (id) =>
          expect.stringMatching(
            new RegExp(
              `trace ${recording.sessions.traceId(id)} has more than 2000 spans.*traceScope`,
            ),
          ) as string,
      ),
    );
  });
});
