import { ROOT_CONTEXT, TraceFlags, trace, type Context, type Span } from '@opentelemetry/api';
import {
  BatchSpanProcessor,
  InMemorySpanExporter,
  NodeTracerProvider,
  type ReadableSpan,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-node';
import { ExportResultCode } from '@opentelemetry/core';
import { createSessionTracing, fromAttributes, type HoldingOptions } from '../../src/index.js';
import { findProblems } from '../../examples/support/well-formed.js';
import { names, problemsOf, recordLate, type LateRecording } from '../support/late-recording.js';
import { received } from '../support/received.js';
import { stopRecording } from '../support/recording.js';
import { until } from '../support/until.js';

afterEach(stopRecording);

/** A turn as OpenInference's LangChain instrumentation makes it: every attribute at the end. */
function graph(recording: LateRecording, session: string, parent?: Span | Context): void {
  const turn = recording.start('interaction', parent);
  const first = recording.start('__start__', turn);
  recording.end(first, session);
  const model = recording.start('model', turn);
  recording.end(recording.start('ChatOpenAI', model), session);
  recording.end(model, session);
  recording.end(turn, session);
}

/** A turn whose session its child tells at the end, behind a batch span processor. */
function batchOfOneTurn(delegate: SpanExporter): NodeTracerProvider {
  const sessions = createSessionTracing({ sessionId: fromAttributes('session.id') });
  const provider = new NodeTracerProvider({
    spanProcessors: [sessions.spanProcessor, new BatchSpanProcessor(sessions.exporter(delegate))],
  });
  provider.register();
  const tracer = provider.getTracer('test');
  const turn = tracer.startSpan('interaction');
  tracer
    .startSpan('model', {}, trace.setSpan(ROOT_CONTEXT, turn))
    .setAttribute('session.id', 'A')
    .end();
  turn.end();
  return provider;
}

const GRAPH = ['interaction', '__start__', 'model', 'ChatOpenAI'];

describe('the session exporter', () => {
  it('exports a trace in its session once everything above its spans has ended', () => {
    const recording = recordLate();
    const turn = recording.start('interaction');
    recording.end(recording.start('__start__', turn), 'A');
    expect(recording.exported).toEqual([]);
    recording.end(recording.start('model', turn));
    recording.end(turn);
    expect(recording.tree()).toBe(
      'session A\n└─ session\n   └─ interaction\n      ├─ __start__\n      └─ model',
    );
    expect(recording.exported.every(({ attributes }) => attributes['session.id'] === 'A')).toBe(
      true,
    );
  });

  it('keeps the turns of two sessions apart that come in between one another', () => {
    const recording = recordLate();
    for (const session of ['A', 'B', 'A', 'B']) {
      graph(recording, session);
    }
    const turn = [
      '   ├─ interaction',
      '   │  ├─ __start__',
      '   │  └─ model',
      '   │     └─ ChatOpenAI',
    ];
    const last = turn.map((line) =>
      line.replace('├─ interaction', '└─ interaction').replace('   │', '    '),
    );
    expect(recording.tree()).toBe(
      ['A', 'B'].flatMap((id) => [`session ${id}`, '└─ session', ...turn, ...last]).join('\n'),
    );
    expect(problemsOf(recording)).toEqual([]);
  });

  it('leaves live spans as they are', () => {
    const recording = recordLate();
    const turn = recording.start('interaction');
    const { traceId } = turn.spanContext();
    recording.end(recording.start('model', turn), 'A');
    recording.end(turn, 'A');
    expect(turn.spanContext().traceId).toBe(traceId);
    expect((turn as unknown as ReadableSpan).attributes).toEqual({ 'session.id': 'A' });
    const [copy] = recording.exported.filter(({ name }) => name === 'interaction');
    expect(copy).toMatchObject({ ended: true, status: { code: 0 }, kind: 0 });
    expect(copy?.duration).toEqual((turn as unknown as ReadableSpan).duration);
    expect(copy?.resource).toBe((turn as unknown as ReadableSpan).resource);
  });

  it('places each span of a trace by its own answer, also after the top has gone', () => {
    const recording = recordLate();
    const request = recording.start('POST /');
    graph(recording, 'A', request);
    const late = recording.start('interaction', request);
    const model = recording.start('model', late);
    // All that is known by now agrees on one session, so the request goes there.
    recording.end(request);
    recording.end(model, 'B');
    recording.end(late, 'B');
    expect(recording.tree()).toBe(
      [
        'session A',
        '└─ session',
        '   ├─ POST /',
        '   └─ interaction  ~> displaced parent POST /',
        '      ├─ __start__',
        '      └─ model',
        '         └─ ChatOpenAI',
        'session B',
        '└─ session',
        '   └─ interaction  ~> displaced parent POST /',
        '      └─ model',
      ].join('\n'),
    );
    expect(problemsOf(recording)).toEqual([]);
  });

  it('leaves a span above two sessions where it is', () => {
    const recording = recordLate();
    const request = recording.start('POST /');
    graph(recording, 'A', request);
    graph(recording, 'B', request);
    recording.end(request);
    expect(recording.tree()).toMatch(
      /^session A\n(.*\n)+session B\n(.*\n)+some trace\n└─ POST \/$/,
    );
    expect(problemsOf(recording)).toEqual([]);
  });

  it('takes a request along into the session of all that was started under it', () => {
    const recording = recordLate();
    const rpc = recording.start('rpc');
    recording.end(recording.start('parse', rpc));
    const from = trace.setSpan(ROOT_CONTEXT, rpc);
    recording.provider
      .getTracer('test')
      .startSpan('interaction', { attributes: { 'session.id': 'A' } }, from)
      .end();
    recording.end(rpc);
    expect(recording.exported.every(({ attributes }) => attributes['session.id'] === 'A')).toBe(
      true,
    );
    expect(names(recording)).toEqual(['interaction', 'parse', 'rpc', 'session']);
    expect(problemsOf(recording)).toEqual([]);
  });

  it('exports a trace that never tells a session as it is', () => {
    const recording = recordLate();
    const request = recording.start('GET /health');
    recording.end(recording.start('db', request));
    recording.end(request);
    expect(recording.tree()).toBe('some trace\n└─ GET /health\n   └─ db');
  });

  it('does not hold a span whose session was known at its start', () => {
    const recording = recordLate({ sessionId: () => 'A' });
    const turn = recording.start('interaction');
    recording.end(recording.start('tool', turn));
    expect(recording.exported.map(({ name }) => name)).toEqual(['session', 'tool']);
    turn.end();
  });

  it('keeps a trace with a parent in another process there, whole', () => {
    const recording = recordLate();
    const remote = {
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'abcdefabcdefabcd',
      traceFlags: TraceFlags.SAMPLED,
      isRemote: true,
    };
    const server = recording.start('GET /', trace.setSpanContext(ROOT_CONTEXT, remote));
    recording.end(recording.start('model', server), 'A');
    recording.end(server, 'A');
    expect(recording.tree()).toBe('some trace\n└─ GET /  (remote parent)\n   └─ model');
    expect(recording.exported.every(({ attributes }) => attributes['session.id'] === 'A')).toBe(
      true,
    );
  });

  it('knows turns in the scope of one trace per turn', () => {
    const recording = recordLate({ traceScope: 'interaction', interactionId: 'prompt.id' });
    for (const id of ['t1', 't2']) {
      const turn = recording.start('interaction');
      recording.end(recording.start('model', turn), 'A');
      turn.setAttribute('prompt.id', id);
      recording.end(turn, 'A');
    }
    expect(recording.tree()).toBe(
      [
        'session A, t1',
        '└─ interaction',
        '   └─ model',
        'session A, t2',
        '└─ interaction  ~> previous interaction interaction',
        '   └─ model',
      ].join('\n'),
    );
  });
});

describe('the bounds of the session exporter', () => {
  it('let go at forceFlush, in the session that is known by then, with what comes later', async () => {
    const recording = recordLate();
    const turn = recording.start('interaction');
    recording.end(recording.start('model', turn), 'A');
    await recording.provider.forceFlush();
    expect(recording.exported.map(({ name }) => name).sort()).toEqual(['model', 'session']);
    recording.end(turn, 'A');
    expect(names(recording)).toEqual(['interaction', 'model', 'session']);
    expect(problemsOf(recording)).toEqual([]);
  });

  it('leave what comes after a flush where its first part went', async () => {
    const recording = recordLate();
    const turn = recording.start('interaction');
    recording.end(recording.start('tool', turn));
    await recording.provider.forceFlush();
    recording.end(turn, 'A');
    expect(recording.tree()).toBe('some trace\n└─ interaction\n   └─ tool');
  });

  it('let go each request by what itself tells, although two came in from one trace of another process', async () => {
    const recording = recordLate();
    const remote = {
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'abcdefabcdefabcd',
      traceFlags: TraceFlags.SAMPLED,
      isRemote: true,
    };
    const open = ['A', 'B'].map((session) => {
      const job = recording.start(`job ${session}`, trace.setSpanContext(ROOT_CONTEXT, remote));
      const model = recording.start(`model ${session}`, job);
      recording.end(recording.start(`tool ${session}`, model));
      recording.end(model, session);
      return job;
    });
    await recording.provider.forceFlush();
    expect(recording.tree()).toBe(
      ['A', 'B']
        .flatMap((session) => [
          `session ${session}`,
          '└─ session',
          `   └─ model ${session}`,
          `      └─ tool ${session}`,
        ])
        .join('\n'),
    );
    open.forEach((job) => {
      job.end();
    });
  });

  it('let go at shutdown, unchanged where nothing is known, and after it', async () => {
    const recording = recordLate();
    const turn = recording.start('interaction');
    recording.end(recording.start('model', turn));
    const exporter = recording.sessions.exporter(new InMemorySpanExporter());
    await recording.provider.shutdown();
    await exporter.shutdown();
    await exporter.shutdown();
    expect(recording.warnings).toEqual([]);
  });

  it('are not held any more that end while the last ones are placed at shutdown', async () => {
    const started: Span[] = [];
    const delegate = new InMemorySpanExporter();
    // It forgets what it has at its own.
    delegate.shutdown = (): Promise<void> => Promise.resolve();
    const sessionSpan = (): object => {
      if (started.length === 0) {
        started.push(recording.start('open'));
        recording.end(recording.start('lookup', started[0]));
      }
      return {};
    };
    const recording: LateRecording = recordLate({ sessionSpan }, {}, delegate);
    const turn = recording.start('interaction');
    recording.end(recording.start('model', turn), 'A');
    // The exporter alone: the span processor sees what is started meanwhile.
    await recording.exporter.shutdown();
    expect(names(recording)).toEqual(['lookup', 'model', 'session']);
    turn.end();
  });

  it('let go in time although nothing else is exported', async () => {
    const recording = recordLate({}, { holdMillis: 30 });
    const turn = recording.start('interaction');
    recording.end(recording.start('model', turn), 'A');
    await until(() => recording.exported.length === 2);
    expect(names(recording)).toEqual(['model', 'session']);
    turn.end();
  });

  it.each<[string, HoldingOptions]>([
    ['spans', { maxSpans: 10 }],
    ['bytes', { maxBytes: 20_000 }],
  ])('let go of the oldest past the %s, and lose nothing', (_, holding) => {
    const recording = recordLate({}, holding);
    const turns = Array.from({ length: 100 }, () => recording.start('interaction'));
    for (const turn of turns) {
      recording.end(recording.start('model', turn));
    }
    expect(recording.exported.length).toBeGreaterThan(70);
    for (const turn of turns) {
      turn.end();
    }
    expect(names(recording)).toEqual([
      ...Array<string>(100).fill('interaction'),
      ...Array<string>(100).fill('model'),
    ]);
  });

  it('hold no memory of traces that are long gone', () => {
    const recording = recordLate({}, { maxSpans: 50 });
    for (let index = 0; index < 500; index++) {
      graph(recording, index % 2 === 0 ? 'A' : 'B');
    }
    expect(recording.exported).toHaveLength(500 * GRAPH.length + 2);
    expect(problemsOf(recording)).toEqual([]);
  });

  it.each<[unknown, string]>([
    [
      { holdMillis: 0 },
      'Expected `holdMillis` to be a number of milliseconds > 0, at most 2147483647, got 0.',
    ],
    [
      { holdMillis: '5' },
      "Expected `holdMillis` to be a number of milliseconds > 0, at most 2147483647, got '5'.",
    ],
    [
      { holdMillis: Infinity },
      'Expected `holdMillis` to be a number of milliseconds > 0, at most 2147483647, got Infinity.',
    ],
    [
      { exportTimeoutMillis: -1 },
      'Expected `exportTimeoutMillis` to be a number of milliseconds > 0, at most 2147483647, got -1.',
    ],
    [{ maxSpans: 0 }, 'Expected `maxSpans` to be an integer >= 1, got 0.'],
    [{ maxBytes: 1.5 }, 'Expected `maxBytes` to be an integer >= 1, got 1.5.'],
    [
      { maxSpan: 1 },
      'Expected options among holdMillis, maxSpans, maxBytes, exportTimeoutMillis, got `maxSpan`. Did you mean `maxSpans`?',
    ],
  ])('refuse %j', (holding, message) => {
    const sessions = createSessionTracing({ sessionId: 'A' });
    expect(() => sessions.exporter(new InMemorySpanExporter(), holding as HoldingOptions)).toThrow(
      new TypeError(message),
    );
  });

  it.each([undefined, {}, 'otlp'])('refuse %p as a delegate', (delegate) => {
    const sessions = createSessionTracing({ sessionId: 'A' });
    expect(() => sessions.exporter(delegate as unknown as SpanExporter)).toThrow(
      /^Expected `delegate` to be a span exporter, got/,
    );
  });
});

describe('a delegate of the session exporter', () => {
  it('that fails is counted, told once, and reported to who exports', async () => {
    const failing: SpanExporter = {
      export: (_spans, resultCallback) => {
        resultCallback({ code: ExportResultCode.FAILED, error: new Error('503') });
      },
      shutdown: () => Promise.resolve(),
    };
    const recording = recordLate({ sessionId: 'A' }, {}, failing);
    recording.end(recording.start('one'));
    recording.end(recording.start('two'));
    await recording.provider.forceFlush().catch(() => undefined);
    // Two spans and the session root.
    expect(recording.sessions.stats().exportFailures).toBe(3);
    expect(recording.warnings.filter((text) => text.startsWith('otel-session-trace'))).toHaveLength(
      1,
    );
  });

  it('that throws is taken as one that fails', () => {
    const throwing: SpanExporter = {
      export: () => {
        throw new Error('gone');
      },
      shutdown: () => Promise.resolve(),
    };
    const { sessions } = recordLate({}, {}, throwing);
    const results: unknown[] = [];
    const span = recordLate({ sessionId: 'A' }).start('span') as unknown as ReadableSpan;
    sessions.exporter(throwing).export([span], (result) => results.push(result));
    expect(results).toEqual([{ code: 1, error: new Error('gone') }]);
  });

  it('that hangs does not make memory grow', () => {
    let calls = 0;
    const hanging: SpanExporter = {
      export: () => {
        calls++;
      },
      shutdown: () => Promise.resolve(),
    };
    const recording = recordLate({}, { maxSpans: 100 }, hanging);
    for (let index = 0; index < 1_000; index++) {
      recording.end(recording.start('model', recording.start('interaction')));
    }
    // All but the last hundred were handed on; nothing waits for an answer that does not come.
    expect(calls).toBe(900);
  });

  it('gets the session root also when the provider is shut down at once', async () => {
    const exported: ReadableSpan[] = [];
    const delegate: SpanExporter = {
      export: (spans, resultCallback) => {
        exported.push(...spans);
        resultCallback({ code: ExportResultCode.SUCCESS });
      },
      shutdown: () => Promise.resolve(),
    };
    const provider = batchOfOneTurn(delegate);
    await provider.shutdown();
    expect(findProblems(exported.map((span, index) => received(span, index)))).toEqual([]);
    expect(exported.map(({ name }) => name).sort()).toEqual(['interaction', 'model', 'session']);
  });

  it('gets the session root together with the first spans under it, and once', async () => {
    const recording = recordLate();
    graph(recording, 'A');
    await recording.provider.forceFlush();
    await recording.provider.shutdown();
    const batches: string[][] = [];
    const delegate: SpanExporter = {
      export: (spans, resultCallback) => {
        batches.push(spans.map(({ name }) => name));
        resultCallback({ code: ExportResultCode.SUCCESS });
      },
      shutdown: () => Promise.resolve(),
    };
    stopRecording();
    const provider = batchOfOneTurn(delegate);
    await provider.forceFlush();
    expect(batches).toEqual([['session', 'interaction', 'model']]);
    await provider.shutdown();
    expect(batches.flat().filter((name) => name === 'session')).toHaveLength(1);
  });

  it('works behind a batch span processor', async () => {
    const delegate = new InMemorySpanExporter();
    const provider = batchOfOneTurn(delegate);
    await provider.forceFlush();
    await provider.forceFlush();
    expect(
      delegate
        .getFinishedSpans()
        .map(({ name, attributes }) => [name, attributes['session.id']])
        .sort(),
    ).toEqual([
      ['interaction', 'A'],
      ['model', 'A'],
      ['session', 'A'],
    ]);
  });
});
