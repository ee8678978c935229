import { ROOT_CONTEXT, TraceFlags, trace, type Span } from '@opentelemetry/api';
import {
  BatchSpanProcessor,
  InMemorySpanExporter,
  NodeTracerProvider,
  SamplingDecision,
  SimpleSpanProcessor,
  type Sampler,
} from '@opentelemetry/sdk-trace-node';
import {
  createSessionTracing,
  contextFromCarrier,
  firstOf,
  fromAttributes,
  setSession,
  type HoldingOptions,
  type SessionTracingOptions,
} from '../../src/index.js';
import { findProblems } from '../../examples/support/well-formed.js';
import { problemsOf, recordLate, type LateRecording } from '../support/late-recording.js';
import { recordLogs } from '../support/log-recording.js';
import { received } from '../support/received.js';
import { record, stopRecording } from '../support/recording.js';
import { renderSessions } from '../support/render-sessions.js';

afterEach(() => {
  stopRecording();
  jest.useRealTimers();
});

const { NOT_RECORD: DROP, RECORD_AND_SAMPLED: KEEP } = SamplingDecision;

/** One that shows what it got also after it was shut down. */
class KeepingExporter extends InMemorySpanExporter {
  override shutdown(): Promise<void> {
    return Promise.resolve();
  }
}

const TURNS_ONLY = { traceScope: 'interaction', orphans: 'last-interaction' } as const;

function recordTurns(
  options: Partial<SessionTracingOptions> = {},
  holding: HoldingOptions = {},
  delegate?: InMemorySpanExporter,
): LateRecording {
  return recordLate({ sessionId: 'A', ...TURNS_ONLY, ...options }, holding, delegate);
}

function turn(recording: LateRecording, name = 'interaction'): void {
  const span = recording.start(name);
  recording.start('llm_request', span).end();
  span.end();
}

/** What is wrong beside that a session is in as many traces as it has turns. */
function faultsOf(problems: readonly string[]): readonly string[] {
  return problems.filter((problem) => !/^session . is in /.test(problem));
}

/** An orphan with something under it, as a hook that asks a model. */
function hook(recording: LateRecording, name: string): void {
  const span = recording.start(name);
  recording.start(`request of ${name}`, span).end();
  span.end();
}

describe('an orphan before the first turn', () => {
  it('waits for it, and goes into it with all that followed', () => {
    const recording = recordTurns();
    hook(recording, 'SessionStart');
    recording.start('lost').end();
    expect(recording.exported).toEqual([]);
    turn(recording);
    turn(recording);
    expect(recording.tree()).toBe(
      [
        'some trace',
        '└─ interaction',
        '   ├─ SessionStart',
        '   │  └─ request of SessionStart',
        '   ├─ lost',
        '   └─ llm_request',
        'some trace',
        '└─ interaction  ~> previous interaction interaction',
        '   └─ llm_request',
      ].join('\n'),
    );
    expect(faultsOf(problemsOf(recording))).toEqual([]);
    expect(recording.exported.every(({ attributes }) => attributes['session.id'] === 'A')).toBe(
      true,
    );
  });

  it('goes under the turn in the one trace of its session, too', () => {
    const recording = recordTurns({ traceScope: 'session' });
    hook(recording, 'SessionStart');
    turn(recording);
    expect(recording.tree()).toBe(
      [
        'session A',
        '└─ session',
        '   └─ interaction',
        '      ├─ SessionStart',
        '      │  └─ request of SessionStart',
        '      └─ llm_request',
      ].join('\n'),
    );
    expect(faultsOf(problemsOf(recording))).toEqual([]);
  });

  it('is live in the trace of its session', () => {
    const recording = recordTurns();
    const lost = recording.start('lost');
    expect(lost.spanContext().traceId).toBe(recording.sessions.traceId('A'));
    lost.end();
    turn(recording);
    expect(lost.spanContext().traceId).toBe(recording.sessions.traceId('A'));
  });

  it('may end after the first turn has begun, or is over', () => {
    const recording = recordTurns();
    const early = recording.start('early');
    const inside = recording.start('inside', early);
    turn(recording);
    const late = recording.start('late', inside);
    inside.end();
    early.end();
    late.end();
    expect(recording.tree()).toBe(
      [
        'some trace',
        '└─ interaction',
        '   ├─ early',
        '   │  └─ inside',
        '   │     └─ late',
        '   └─ llm_request',
      ].join('\n'),
    );
    expect(faultsOf(problemsOf(recording))).toEqual([]);
  });

  it('goes under the turns that were started under it, the first of them', () => {
    const recording = recordTurns();
    const start = recording.start('session_start');
    for (const name of ['1.interaction', '2.interaction']) {
      recording.start(name, start).end();
    }
    start.end();
    expect(recording.tree()).toBe(
      [
        'some trace',
        '└─ 1.interaction',
        '   └─ session_start',
        'some trace',
        '└─ 2.interaction  ~> previous interaction 1.interaction  ~> displaced parent session_start',
      ].join('\n'),
    );
    expect(faultsOf(problemsOf(recording))).toEqual([]);
  });

  it('whose context is linked to by then waits no more', () => {
    const current = { id: 'A' };
    const recording = recordTurns({ sessionId: () => current.id });
    const start = recording.start('SessionStart');
    recording.start('of another', setSession(trace.setSpan(ROOT_CONTEXT, start), 'B')).end();
    start.end();
    turn(recording);
    expect(recording.tree()).toBe(
      [
        'session A',
        '└─ session',
        '   └─ SessionStart',
        'session B',
        '└─ session',
        '   └─ of another  ~> displaced parent SessionStart',
        'some trace',
        '└─ interaction',
        '   └─ llm_request',
      ].join('\n'),
    );
    expect(faultsOf(problemsOf(recording))).toEqual([]);
  });

  it('with a parent that nobody exports keeps the link to it', () => {
    const recording = recordTurns();
    const phantom = {
      traceId: 'a'.repeat(32),
      spanId: 'b'.repeat(16),
      traceFlags: TraceFlags.SAMPLED,
    };
    recording.start('lost', trace.setSpanContext(ROOT_CONTEXT, phantom)).end();
    turn(recording);
    const lost = recording.exported.find(({ name }) => name === 'lost');
    expect(lost?.links.map(({ context }) => context)).toEqual([phantom]);
    expect(recording.tree()).toMatch(/^some trace\n└─ interaction\n {3}├─ lost/);
  });

  it('that names another turn than the first goes under the session root', () => {
    const recording = recordTurns({ interactionId: 'prompt.id' });
    const start = (name: string, id: string): Span =>
      trace.getTracer('test').startSpan(name, { attributes: { 'prompt.id': id } }, ROOT_CONTEXT);
    start('of first', 't1').end();
    start('of second', 't2').end();
    start('1.interaction', 't1').end();
    start('2.interaction', 't2').end();
    expect(recording.tree().split('\n').sort()).toEqual(
      [
        'session A',
        '└─ session',
        '   └─ of second',
        'session A, t1',
        '└─ 1.interaction',
        '   └─ of first',
        'session A, t2',
        '└─ 2.interaction  ~> previous interaction 1.interaction',
      ].sort(),
    );
    expect(faultsOf(problemsOf(recording))).toEqual([]);
  });

  it('waits in the session that a context names below one that a resolver told', () => {
    const recording = recordTurns();
    const start = recording.start('SessionStart');
    const inside = recording.start('inside', setSession(trace.setSpan(ROOT_CONTEXT, start), 'A'));
    inside.end();
    start.end();
    turn(recording);
    expect(recording.tree()).toBe(
      [
        'some trace',
        '└─ interaction',
        '   ├─ SessionStart',
        '   │  └─ inside',
        '   └─ llm_request',
      ].join('\n'),
    );
  });

  it.each(['forceFlush', 'shutdown'] as const)(
    'goes under the session root at %s',
    async (call) => {
      const recording = recordTurns({}, {}, new KeepingExporter());
      hook(recording, 'SessionStart');
      await recording.provider[call]();
      expect(recording.tree()).toBe(
        'session A\n└─ session\n   └─ SessionStart\n      └─ request of SessionStart',
      );
      expect(problemsOf(recording)).toEqual([]);
    },
  );

  it('goes under the session root at the end of its session', () => {
    const recording = recordTurns();
    hook(recording, 'SessionStart');
    recording.sessions.endSession('A');
    recording.start('of the next').end();
    turn(recording);
    expect(recording.tree()).toBe(
      [
        'session A',
        '└─ session',
        '   ├─ otel_session_trace.session_end',
        '   └─ SessionStart',
        '      └─ request of SessionStart',
        'some trace',
        '└─ interaction',
        '   ├─ of the next',
        '   └─ llm_request',
      ].join('\n'),
    );
    expect(faultsOf(problemsOf(recording))).toEqual([]);
  });

  it('goes under the session root when it has waited for holdMillis, whatever comes by then', async () => {
    jest.useFakeTimers();
    const recording = recordTurns({}, { holdMillis: 1_000 });
    hook(recording, 'SessionStart');
    const open = recording.start('open');
    await jest.advanceTimersByTimeAsync(999);
    expect(recording.exported).toEqual([]);
    await jest.advanceTimersByTimeAsync(2);
    open.end();
    recording.start('next').end();
    turn(recording);
    await jest.advanceTimersByTimeAsync(2);
    expect(recording.tree()).toBe(
      [
        'session A',
        '└─ session',
        '   ├─ SessionStart',
        '   │  └─ request of SessionStart',
        '   └─ open',
        'some trace',
        '└─ interaction',
        '   ├─ next',
        '   └─ llm_request',
      ].join('\n'),
    );
    expect(faultsOf(problemsOf(recording))).toEqual([]);
  });

  it.each([
    ['spans', { maxSpans: 2 }],
    ['bytes', { maxBytes: 2_500 }],
  ])('goes under the session root when more %s wait than may, oldest first', (_, holding) => {
    const current = { id: '' };
    const recording = recordTurns({ sessionId: () => current.id }, holding);
    for (const id of ['A', 'B', 'C']) {
      current.id = id;
      recording.start(`of ${id}`).end();
    }
    expect(recording.tree()).toBe('session A\n└─ session\n   └─ of A');
  });

  it('shares the bound with what waits for a session', () => {
    const recording = recordTurns(
      { sessionId: firstOf(() => current.id, fromAttributes('session.id')) },
      { maxSpans: 2 },
    );
    const current: { id: string | undefined } = { id: undefined };
    const request = recording.start('POST /chat');
    recording.start('of the request', request).end();
    current.id = 'A';
    recording.start('of A').end();
    recording.start('of A, too').end();
    expect(recording.tree()).toBe('some trace\n└─ of the request  (parent not exported)');
  });

  it('makes no root that nothing hangs under', () => {
    const recording = recordTurns();
    hook(recording, 'SessionStart');
    turn(recording);
    expect(recording.exported.map(({ name }) => name)).not.toContain('session');
  });

  it('goes out as it was where the session has no root and no turn', async () => {
    const recording = recordTurns({ sessionRoot: 'omit' });
    hook(recording, 'SessionStart');
    await recording.provider.forceFlush();
    expect(recording.tree()).toBe('session A\n└─ SessionStart\n   └─ request of SessionStart');
  });

  it('of two sessions at once waits for its own', () => {
    const current = { id: 'A' };
    const recording = recordTurns({ sessionId: () => current.id, interactionId: () => 't1' });
    for (const id of ['A', 'B', 'B', 'A']) {
      current.id = id;
      recording.start(`hook of ${id}`).end();
    }
    for (const id of ['B', 'A']) {
      current.id = id;
      recording.start('interaction').end();
    }
    expect(recording.tree()).toBe(
      [
        'session A, t1',
        '└─ interaction',
        '   ├─ hook of A',
        '   └─ hook of A',
        'session B, t1',
        '└─ interaction',
        '   ├─ hook of B',
        '   └─ hook of B',
      ].join('\n'),
    );
  });

  it('goes into the same place through every exporter', () => {
    const sessions = createSessionTracing({ sessionId: 'A', ...TURNS_ONLY });
    const delegates = [new InMemorySpanExporter(), new InMemorySpanExporter()];
    const provider = new NodeTracerProvider({
      spanProcessors: [
        sessions.spanProcessor,
        ...delegates.map((delegate) => new SimpleSpanProcessor(sessions.exporter(delegate))),
      ],
    });
    provider.register();
    const tracer = provider.getTracer('test');
    tracer.startSpan('lost').end();
    tracer.startSpan('interaction').end();
    expect(
      delegates.map((delegate) =>
        renderSessions(delegate.getFinishedSpans().map((span, index) => received(span, index))),
      ),
    ).toEqual(Array(2).fill('some trace\n└─ interaction\n   └─ lost'));
  });

  it('leaves a batch in its place, and no span is lost or doubled', async () => {
    const sessions = createSessionTracing({ sessionId: 'A', ...TURNS_ONLY });
    const delegate = new InMemorySpanExporter();
    const exporter = sessions.exporter(delegate);
    const provider = new NodeTracerProvider({
      spanProcessors: [sessions.spanProcessor, new BatchSpanProcessor(exporter)],
    });
    provider.register();
    const tracer = provider.getTracer('test');
    for (let index = 0; index < 20; index++) {
      tracer.startSpan('lost').end();
    }
    await provider.forceFlush();
    expect(delegate.getFinishedSpans()).toEqual([]);
    await exporter.forceFlush();
    await provider.forceFlush();
    const spans = delegate.getFinishedSpans().map((span, index) => received(span, index));
    expect(spans.map(({ name }) => name).sort()).toEqual([
      ...Array<string>(20).fill('lost'),
      'session',
    ]);
    expect(faultsOf(findProblems(spans))).toEqual([]);
  });

  it('told only at export goes under the session root, for a turn may start under it', () => {
    const recording = recordTurns({ sessionId: fromAttributes('session.id') });
    const lost = recording.start('lost');
    recording.end(recording.start('inside', lost), 'A');
    recording.end(lost, 'A');
    const inSession = setSession(trace.setSpan(ROOT_CONTEXT, lost), 'A');
    recording.end(recording.start('interaction', inSession), 'A');
    expect(recording.tree()).toContain('session A\n└─ session\n   └─ lost\n');
    expect(faultsOf(problemsOf(recording))).toEqual([]);
  });

  it('goes under the session root at once where nobody would hold it', () => {
    const recording = record({ sessionId: 'A', ...TURNS_ONLY });
    recording.tracer.startSpan('lost').end();
    expect(recording.tree()).toBe('session A\n└─ session\n   └─ lost');
  });

  it('goes under who sent the message that it is about', () => {
    const recording = recordTurns();
    const { sessions } = recording;
    const sender = {
      traceId: sessions.traceId('A'),
      spanId: 'c'.repeat(16),
      traceFlags: TraceFlags.SAMPLED,
    };
    const carrier = {
      traceparent: `00-${sender.traceId}-${sender.spanId}-01`,
    };
    const handled = trace.deleteSpan(contextFromCarrier(carrier));
    recording.start('lost', setSession(handled, 'A')).end();
    expect(recording.exported.map(({ parentSpanContext }) => parentSpanContext?.spanId)).toEqual([
      sender.spanId,
    ]);
  });

  it('has no log record make a root while it waits', () => {
    const recording = recordTurns();
    const logs = recordLogs(recording.sessions.logRecordProcessor);
    logs.logger.emit({ body: 'started' });
    turn(recording);
    logs.logger.emit({ body: 'after' });
    expect(recording.exported.map(({ name }) => name)).toEqual(['llm_request', 'interaction']);
    expect(logs.records().map(({ spanContext }) => spanContext?.spanId)).toEqual([
      undefined,
      recording.exported[1]?.spanContext().spanId,
    ]);
  });
});

describe('an orphan after the first turn', () => {
  it('joins the only open turn, and otherwise the one that began last', () => {
    const recording = record({ sessionId: 'A', ...TURNS_ONLY });
    const start = (name: string): Span => recording.tracer.startSpan(name, {}, ROOT_CONTEXT);
    const first = start('1.interaction');
    start('in first').end();
    const second = start('2.interaction');
    start('in one of two').end();
    second.end();
    start('in first again').end();
    first.end();
    start('after').end();
    expect(recording.tree()).toBe(
      [
        'some trace',
        '└─ 1.interaction',
        '   ├─ in first',
        '   └─ in first again',
        'some trace',
        '└─ 2.interaction  ~> previous interaction 1.interaction',
        '   ├─ in one of two',
        '   └─ after',
      ].join('\n'),
    );
    expect(faultsOf(recording.problems())).toEqual([]);
  });

  it('is joined by the closing span of its session', () => {
    const recording = record({ sessionId: 'A', ...TURNS_ONLY });
    recording.tracer.startSpan('interaction').end();
    recording.sessions.endSession('A');
    expect(recording.tree()).toBe(
      'some trace\n└─ interaction\n   └─ otel_session_trace.session_end',
    );
  });

  it('is dropped with the turn that it would go into', () => {
    const dropped = 'interaction 2';
    const delegate: Sampler = {
      shouldSample: (_, __, name) => ({ decision: name === dropped ? DROP : KEEP }),
      toString: () => 'all but one',
    };
    const recording = record(
      { sessionId: 'A', interaction: 'interaction *', ...TURNS_ONLY },
      { sampler: (sessions) => sessions.sampler(delegate) },
    );
    for (const name of ['1', '2', '3']) {
      recording.tracer.startSpan(`interaction ${name}`).end();
      recording.tracer.startSpan(`after ${name}`).end();
    }
    expect(recording.tree()).toBe(
      [
        'some trace',
        '└─ interaction 1',
        '   └─ after 1',
        'some trace',
        '└─ interaction 3  ~> previous interaction interaction 1',
        '   └─ after 3',
      ].join('\n'),
    );
  });

  it('waits for the first turn that the sampler keeps', async () => {
    const sessions = createSessionTracing({
      sessionId: 'A',
      interaction: 'interaction *',
      ...TURNS_ONLY,
    });
    const delegate = new InMemorySpanExporter();
    const keepsAllButFirst: Sampler = {
      shouldSample: (_, __, name) => ({ decision: name === 'interaction 1' ? DROP : KEEP }),
      toString: () => 'all but the first',
    };
    const provider = new NodeTracerProvider({
      sampler: sessions.sampler(keepsAllButFirst),
      spanProcessors: [
        sessions.spanProcessor,
        new SimpleSpanProcessor(sessions.exporter(delegate)),
      ],
    });
    provider.register();
    const tracer = provider.getTracer('test');
    tracer.startSpan('lost').end();
    tracer.startSpan('interaction 1').end();
    tracer.startSpan('interaction 2').end();
    await provider.forceFlush();
    const spans = delegate.getFinishedSpans().map((span, index) => received(span, index));
    expect(renderSessions(spans)).toBe('some trace\n└─ interaction 2\n   └─ lost');
  });
});
