import {
  ROOT_CONTEXT,
  SpanKind,
  context,
  trace,
  type Context,
  type HrTime,
  type Span,
  type TimeInput,
} from '@opentelemetry/api';
import {
  InMemorySpanExporter,
  ParentBasedSampler,
  SamplingDecision,
  SimpleSpanProcessor,
  TraceIdRatioBasedSampler,
  type Sampler,
} from '@opentelemetry/sdk-trace-node';
import { setSession, sha256Derivation, withSession } from '../../src/index.js';
import { record, stopRecording, type Recording } from '../support/recording.js';

afterEach(stopRecording);

const derivedOfA = sha256Derivation().derive('A');

describe("the session root in mode 'own'", () => {
  it('is exported once, before its children, with the attributes of the session', () => {
    const recording = record({
      sessionId: 'A',
      sessionSpan: (id) => ({ name: `session ${id}`, attributes: { 'app.tier': 'free' } }),
    });
    recording.tracer.startSpan('interaction', { startTime: [1_700_000_000, 5] }).end();
    recording.tracer.startSpan('interaction').end();
    const exported = recording.spans();
    expect(exported.map(({ name }) => name)).toEqual(['session A', 'interaction', 'interaction']);
    expect(exported[0]).toMatchObject({
      traceId: derivedOfA.traceId,
      kind: SpanKind[SpanKind.INTERNAL],
      attributes: {
        'session.id': 'A',
        'otel_session_trace.span': 'session_root',
        'app.tier': 'free',
      },
      links: [],
    });
    expect(exported[0]).not.toHaveProperty('parentSpanId');
    expect(exported[0]?.spanId).not.toBe(derivedOfA.rootSpanId);
    expect(recording.problems()).toEqual([]);
  });

  it.each<[HrTime, HrTime]>([
    [
      [1_700_000_000, 5],
      [1_700_000_000, 6],
    ],
    [
      [1_700_000_000, 999_999_999],
      [1_700_000_001, 0],
    ],
  ])('starts with the first span that needs it, and ends 1 ns later: %j', (startTime, endTime) => {
    const ended: unknown[] = [];
    const recording = record(
      { sessionId: 'A' },
      {
        before: [
          {
            onStart: () => undefined,
            onEnd: (span) => ended.push([span.name, span.startTime, span.endTime]),
            forceFlush: () => Promise.resolve(),
            shutdown: () => Promise.resolve(),
          },
        ],
      },
    );
    recording.tracer.startSpan('interaction', { startTime }).end([1_700_000_009, 0]);
    expect(ended).toEqual([
      ['session', startTime, endTime],
      ['interaction', startTime, [1_700_000_009, 0]],
    ]);
  });

  it.each<[string, TimeInput]>([
    ['a date that is none', new Date(NaN)],
    ['NaN', NaN],
    ['NaN nanoseconds', [1_700_000_000, NaN]],
    ['an infinite one', [Infinity, 0]],
    ['one before 1970', [-1, 0]],
  ])('starts now where %s is the time of the first span that needs it', (_, startTime) => {
    const exporter = new InMemorySpanExporter();
    const recording = record({ sessionId: 'A' }, { before: [new SimpleSpanProcessor(exporter)] });
    const before = Math.floor(Date.now() / 1_000);
    recording.tracer.startSpan('interaction', { startTime }).end();
    const [root] = exporter.getFinishedSpans();
    expect(root?.name).toBe('session');
    expect(root?.startTime[0]).toBeGreaterThanOrEqual(before);
    expect(root?.endTime[0]).toBeLessThanOrEqual(Date.now() / 1_000);
    expect(root?.duration).toEqual([0, 1]);
  });

  it('survives a parent-based sampler that drops nine traces of ten', () => {
    const sampler = new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(0.1) });
    const current = { id: '' };
    const recording = record(
      { sessionId: () => current.id },
      { sampler, idGenerator: randomIds() },
    );
    for (let index = 0; index < 1_000; index++) {
      current.id = `session ${index}`;
      recording.tracer.startActiveSpan('interaction', (turn) => {
        recording.tracer.startSpan('tool').end();
        turn.end();
      });
    }
    const exported = recording.spans();
    const turns = exported.filter(({ name }) => name === 'interaction');
    const roots = exported.filter(({ name }) => name === 'session');
    expect(turns.length).toBeGreaterThan(50);
    expect(turns.length).toBeLessThan(200);
    expect(roots).toHaveLength(turns.length);
    expect(recording.problems()).toEqual([]);
    expect(recording.warnings).toEqual([
      expect.stringContaining('Put `sessions.sampler(sampler)` in its place.') as string,
    ]);
  });

  it('that a sampler drops all the same leaves a forest, and says so once', () => {
    const neverTheRoot: Sampler = {
      shouldSample: (_context, _traceId, name) => ({
        decision:
          name === 'session' ? SamplingDecision.NOT_RECORD : SamplingDecision.RECORD_AND_SAMPLED,
      }),
      toString: () => 'never the root',
    };
    const recording = record({ sessionId: 'A' }, { sampler: neverTheRoot });
    recording.tracer.startSpan('interaction').end();
    recording.tracer.startSpan('interaction').end();
    expect(recording.tree()).toBe('session A\n├─ interaction\n└─ interaction');
    expect(recording.warnings).toEqual([
      expect.stringContaining('the sampler dropped a session root') as string,
    ]);
  });

  it('is not pointed at when it is recorded but not sampled', () => {
    const recordOnlyTheRoot: Sampler = {
      shouldSample: (_context, _traceId, name) => ({
        decision:
          name === 'session' ? SamplingDecision.RECORD : SamplingDecision.RECORD_AND_SAMPLED,
      }),
      toString: () => 'record only',
    };
    const recording = record({ sessionId: 'A' }, { sampler: recordOnlyTheRoot });
    recording.tracer.startSpan('interaction').end();
    expect(recording.tree()).toBe('session A\n└─ interaction');
  });

  it('is not made for a span that is recorded but not sampled', () => {
    const recordOnly: Sampler = {
      shouldSample: () => ({ decision: SamplingDecision.RECORD }),
      toString: () => 'record only',
    };
    const recording = record(
      { sessionId: 'A' },
      { sampler: new ParentBasedSampler({ root: recordOnly }) },
    );
    const span = recording.tracer.startSpan('interaction');
    span.end();
    expect(span.spanContext().traceId).toBe(derivedOfA.traceId);
    expect(recording.spans()).toEqual([]);
  });
});

describe("the session root in mode 'shared'", () => {
  it('has the derived span id', () => {
    const recording = record({ sessionId: 'A', sessionRoot: 'shared' });
    recording.tracer.startSpan('interaction').end();
    expect(recording.span('session').spanId).toBe(derivedOfA.rootSpanId);
    expect(recording.span('interaction').parentSpanId).toBe(derivedOfA.rootSpanId);
    expect(recording.problems()).toEqual([]);
  });

  it('is not made again in a session that an earlier process began', () => {
    const recording = record({ sessionId: () => undefined, sessionRoot: 'shared' });
    withSession({ sessionId: 'A', resumed: true }, () => {
      recording.tracer.startSpan('interaction').end();
    });
    expect(recording.tree()).toBe('session A\n└─ interaction  (remote parent)');
    expect(recording.span('interaction').parentSpanId).toBe(derivedOfA.rootSpanId);
  });
});

describe('the other modes of the session root', () => {
  it("points at what another process exports, in mode 'reference'", () => {
    const recording = record({ sessionId: 'A', sessionRoot: 'reference' });
    recording.tracer.startSpan('interaction').end();
    expect(recording.tree()).toBe('session A\n└─ interaction  (remote parent)');
    expect(recording.span('interaction').parentSpanId).toBe(derivedOfA.rootSpanId);
  });

  it("makes a forest in mode 'omit', without links inside one trace", () => {
    const recording = record({ sessionId: 'A', sessionRoot: 'omit' });
    recording.tracer.startActiveSpan('hook', (hook) => {
      recording.tracer.startSpan('interaction').end();
      hook.end();
    });
    expect(recording.tree()).toBe('session A\n├─ hook\n└─ interaction');
    expect(recording.sessions.stats().skippedLinks).toBe(1);
  });

  it('are chosen per session where the option is a function', () => {
    const current = { id: 'A' };
    const recording = record({
      sessionId: () => current.id,
      sessionRoot: (id) => (id === 'A' ? 'shared' : 'omit'),
    });
    recording.tracer.startSpan('first').end();
    current.id = 'B';
    recording.tracer.startSpan('second').end();
    expect(recording.tree()).toBe('session A\n└─ session\n   └─ first\nsession B\n└─ second');
  });

  it("fall back to 'own' where the function throws or answers something else", () => {
    const recording = record({ sessionId: 'A', sessionRoot: () => 'both' as 'own' });
    recording.tracer.startSpan('first').end();
    expect(recording.tree()).toBe('session A\n└─ session\n   └─ first');
    expect(recording.warnings).toEqual([
      expect.stringContaining(
        "Expected `sessionRoot` to be 'own' | 'shared' | 'reference' | 'omit', got 'both'.",
      ) as string,
    ]);
  });
});

describe('without a provider that carries the processor', () => {
  it('a session is a forest, and one warning tells how to mend it', () => {
    const recording = record({ sessionId: 'A' }, { register: false });
    recording.tracer.startSpan('interaction').end();
    recording.tracer.startSpan('interaction').end();
    expect(recording.tree()).toBe('session A\n├─ interaction\n└─ interaction');
    expect(recording.warnings).toEqual([expect.stringContaining('provider.register()') as string]);
  });

  it('nothing of ours is exported by the provider that is registered instead', () => {
    const other = record({ sessionId: () => undefined });
    const recording = record({ sessionId: 'A' }, { register: false });
    recording.tracer.startSpan('interaction').end();
    expect(recording.sessions.endSession('A')).toBe(true);
    expect(other.spans()).toEqual([]);
    expect(recording.tree()).toBe('session A\n└─ interaction');
    expect(recording.warnings).toEqual([
      expect.stringContaining('tracerProvider: () => provider') as string,
    ]);
  });

  it('the option `tracerProvider` names it', () => {
    const recording: Recording = record(
      { sessionId: 'A', tracerProvider: () => recording.provider },
      { register: false },
    );
    recording.tracer.startSpan('interaction').end();
    expect(recording.tree()).toBe('session A\n└─ session\n   └─ interaction');
  });

  it('a provider that throws costs the root, not the span', () => {
    const recording = record({
      sessionId: 'A',
      tracerProvider: () => {
        throw new Error('not ready');
      },
    });
    recording.tracer.startSpan('interaction').end();
    expect(recording.tree()).toBe('session A\n└─ interaction');
  });
});

describe('sessionContext', () => {
  it('gives a context under the session root, which it makes', () => {
    const recording = record({ sessionId: () => undefined });
    context.with(recording.sessions.sessionContext('A'), () => {
      recording.tracer.startSpan('job').end();
      recording.tracer.startSpan('lost', { root: true }).end();
    });
    expect(recording.tree()).toBe('session A\n└─ session\n   ├─ job\n   └─ lost');
  });

  it('has no parent where the session has no root', () => {
    const recording = record({ sessionId: () => undefined, sessionRoot: 'omit' });
    const inSession = recording.sessions.sessionContext('A', ROOT_CONTEXT);
    expect(trace.getSpanContext(inSession)).toBeUndefined();
    recording.tracer.startSpan('job', {}, inSession).end();
    expect(recording.tree()).toBe('session A\n└─ job');
  });

  it('gives the context back for an id that cannot be one', () => {
    const recording = record({ sessionId: () => undefined });
    expect(recording.sessions.sessionContext('', ROOT_CONTEXT)).toBe(ROOT_CONTEXT);
    expect(recording.sessions.stats().refusedIds).toBe(1);
  });
});

describe('endSession', () => {
  it('exports one closing span with what the session came to, and forgets the session', () => {
    const recording = record({ sessionId: 'A' });
    recording.tracer.startActiveSpan('interaction', (turn) => {
      recording.tracer.startSpan('tool').end();
      turn.end();
    });
    expect(recording.sessions.endSession('A', { reason: 'logout' })).toBe(true);
    expect(recording.sessions.endSession('A')).toBe(false);
    expect(recording.tree()).toBe(
      [
        'session A',
        '└─ session',
        '   ├─ interaction',
        '   │  └─ tool',
        '   └─ otel_session_trace.session_end',
      ].join('\n'),
    );
    expect(recording.span('otel_session_trace.session_end').attributes).toEqual({
      'session.id': 'A',
      'otel_session_trace.span': 'session_end',
      'otel_session_trace.session.duration_ms': expect.any(Number) as number,
      'otel_session_trace.session.turns': 1,
      'otel_session_trace.session.spans': 2,
      'otel_session_trace.session.end_reason': 'logout',
    });
    expect(recording.sessions.stats().liveSessions).toBe(0);
  });

  it('does nothing for a session that was never seen', () => {
    const recording = record({ sessionId: 'A' });
    expect(recording.sessions.endSession('B')).toBe(false);
    expect(recording.spans()).toEqual([]);
  });

  it('leaves open spans and their later children in the trace', () => {
    const recording = record({ sessionId: 'A' });
    const turn = recording.tracer.startSpan('interaction');
    recording.sessions.endSession('A');
    recording.tracer.startSpan('late', {}, trace.setSpan(ROOT_CONTEXT, turn)).end();
    turn.end();
    expect(recording.problems()).toEqual([]);
    expect(recording.sessions.stats().liveSessions).toBe(0);
  });

  it('has the turns of a session that has come back counted anew, also under a span that was open', () => {
    const recording = record({ sessionId: () => undefined });
    const { tracer, sessions } = recording;
    const inD = (span?: Span): Context =>
      setSession(span === undefined ? ROOT_CONTEXT : trace.setSpan(ROOT_CONTEXT, span), 'D');
    const open = tracer.startSpan('tool', {}, inD());
    sessions.endSession('D');
    const back = tracer.startSpan('tool', {}, inD(open));
    tracer.startSpan('interaction', {}, inD(open)).end();
    tracer.startSpan('interaction', {}, trace.setSpan(ROOT_CONTEXT, back)).end();
    const numbers = recording
      .spans()
      .map(({ attributes }) => attributes['otel_session_trace.turn.number'])
      .filter((number) => number !== undefined);
    expect(numbers.sort()).toEqual([1, 2]);
  });

  it('is not called by shutdown', async () => {
    const recording = record({ sessionId: 'A' });
    recording.tracer.startSpan('interaction').end();
    const before = recording.spans().length;
    await recording.sessions.spanProcessor.shutdown();
    await recording.sessions.spanProcessor.shutdown();
    expect(recording.spans()).toHaveLength(before);
  });
});

describe('traceId', () => {
  it('tells the trace id of a session and of a trace inside it', () => {
    const { sessions } = record({ sessionId: 'A' });
    expect(sessions.traceId('A')).toBe(derivedOfA.traceId);
    expect(sessions.traceId('A', 'k')).toBe(sha256Derivation().derive('A', 'k').traceId);
  });

  it.each([
    [
      '',
      undefined,
      'Expected `sessionId` to be a text of 1 to 256 characters without U+0000, got one that is empty.',
    ],
    [
      'A',
      'a\0b',
      'Expected `key` to be a text of 1 to 256 characters without U+0000, got one that is not text (U+0000 or a lone surrogate in it).',
    ],
  ])('refuses %j with key %j', (sessionId, key, message) => {
    const { sessions } = record({ sessionId: 'A' });
    expect(() => sessions.traceId(sessionId, key)).toThrow(new TypeError(message));
  });
});

function randomIds(): { generateTraceId: () => string; generateSpanId: () => string } {
  // A fixed seed: the share that a ratio sampler keeps is then the same in every run.
  let state = 42;
  const hex = (digits: number): string => {
    let text = '';
    while (text.length < digits) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      text += (state >>> 16).toString(16).padStart(4, '0');
    }
    return text.slice(0, digits);
  };
  return { generateTraceId: () => hex(32), generateSpanId: () => hex(16) };
}
