import { createHash } from 'node:crypto';
import { ROOT_CONTEXT, SpanKind, TraceFlags, trace, type Span } from '@opentelemetry/api';
import {
  BatchSpanProcessor,
  InMemorySpanExporter,
  NodeTracerProvider,
  SamplingDecision,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import {
  createSessionTracing,
  requestSpans,
  setSession,
  type HoldingOptions,
  type SessionTracingOptions,
} from '../../src/index.js';
import { findProblems } from '../../examples/support/well-formed.js';
import { problemsOf, recordLate, type LateRecording } from '../support/late-recording.js';
import { received } from '../support/received.js';
import { stopRecording } from '../support/recording.js';
import { renderSessions } from '../support/render-sessions.js';

afterEach(() => {
  jest.useRealTimers();
  stopRecording();
});

/** A server whose handlers alone know the session. */
function serve(
  options: Partial<SessionTracingOptions> = {},
  holding: HoldingOptions = {},
): LateRecording {
  return recordLate(
    { sessionId: () => undefined, ...options },
    holding,
    new InMemorySpanExporter(),
  );
}

function startRequest(recording: LateRecording, from = ROOT_CONTEXT): Span {
  return recording.start('POST', from, SpanKind.SERVER);
}

/** A turn as a handler takes it, under the span that is active there. */
function takeTurn(
  recording: LateRecording,
  session: string,
  parent: Span,
  name = 'interaction',
): void {
  const turn = recording.start(name, setSession(trace.setSpan(ROOT_CONTEXT, parent), session));
  recording.end(recording.start('llm_request', turn));
  recording.end(turn);
}

const numbersOf = ({ exported }: LateRecording): readonly unknown[] =>
  exported
    .filter(({ attributes }) => attributes['otel_session_trace.turn.number'] !== undefined)
    .map(({ name, attributes }) => [name, attributes['otel_session_trace.turn.number']]);

const WHOLE = [
  'session A',
  '└─ session',
  '   └─ POST',
  '      ├─ middleware',
  '      └─ handler',
  '         └─ interaction',
  '            └─ llm_request',
].join('\n');

/** The whole tree, but for who is a turn. */
function serveOne(recording: LateRecording): void {
  const request = startRequest(recording);
  recording.end(recording.start('middleware', request));
  const handler = recording.start('handler', request);
  takeTurn(recording, 'A', handler);
  recording.end(handler);
  request.end();
}

describe('a request whose session only its handler knows', () => {
  it.each<[string, Partial<SessionTracingOptions>, unknown]>([
    ['turns by their name', {}, [['interaction', 1]]],
    [
      'the request as the turn',
      { interaction: requestSpans(), nestedInteractions: 'keep' },
      [['POST', 1]],
    ],
    [
      'both, which are one turn',
      { interaction: [requestSpans(), 'interaction'], nestedInteractions: 'keep' },
      [['interaction', 1]],
    ],
  ])('has session > request > everything: %s', (_, options, turns) => {
    const recording = serve(options);
    serveOne(recording);
    expect(recording.tree()).toBe(WHOLE);
    expect(numbersOf(recording)).toEqual(turns);
    expect(problemsOf(recording)).toEqual([]);
    expect(recording.exported.every(({ attributes }) => attributes['session.id'] === 'A')).toBe(
      true,
    );
  });
});

const OUTSIDE = {
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'abcdefabcdefabcd',
  traceFlags: TraceFlags.SAMPLED,
  isRemote: true,
};

describe('a caller of another company', () => {
  it('is what the request is linked to, where the request is the turn', () => {
    const recording = serve({ interaction: requestSpans(), nestedInteractions: 'keep' });
    const request = startRequest(recording, trace.setSpanContext(ROOT_CONTEXT, OUTSIDE));
    takeTurn(recording, 'A', request);
    request.end();
    expect(recording.tree()).toBe(
      [
        'session A',
        '└─ session',
        '   └─ POST  ~> displaced parent (not exported)',
        '      └─ interaction',
        '         └─ llm_request',
      ].join('\n'),
    );
  });

  it('keeps the request otherwise, and the turn leads there', () => {
    const recording = serve();
    const request = startRequest(recording, trace.setSpanContext(ROOT_CONTEXT, OUTSIDE));
    recording.end(recording.start('middleware', request));
    takeTurn(recording, 'A', request);
    request.end();
    expect(recording.tree()).toBe(
      [
        'session A',
        '└─ session',
        '   └─ interaction  ~> displaced parent POST',
        '      └─ llm_request',
        'some trace',
        '└─ POST  (remote parent)',
        '   └─ middleware',
      ].join('\n'),
    );
    expect(recording.exported.every(({ attributes }) => attributes['session.id'] === 'A')).toBe(
      true,
    );
  });

  it.each<[string, Partial<SessionTracingOptions>]>([
    ['a turn by its name', {}],
    ['the request as the turn', { interaction: requestSpans(), nestedInteractions: 'keep' }],
  ])('that is of the session itself has the request under it: %s', (_, options) => {
    const recording = serve(options);
    const caller = { ...OUTSIDE, traceId: recording.sessions.traceId('A') };
    const request = startRequest(recording, trace.setSpanContext(ROOT_CONTEXT, caller));
    recording.end(recording.start('middleware', request));
    takeTurn(recording, 'A', request);
    request.end();
    expect(recording.tree()).toBe(
      [
        'session A',
        '└─ POST  (remote parent)',
        '   ├─ middleware',
        '   └─ interaction',
        '      └─ llm_request',
      ].join('\n'),
    );
    expect(recording.exported.every(({ attributes }) => attributes['session.id'] === 'A')).toBe(
      true,
    );
  });
});

describe('a request with two sessions', () => {
  it('follows neither: each turn is under its own root, and leads to the request', () => {
    const recording = serve({ interaction: requestSpans(), nestedInteractions: 'keep' });
    const request = startRequest(recording);
    recording.end(recording.start('middleware', request));
    takeTurn(recording, 'A', request);
    takeTurn(recording, 'B', request);
    request.end();
    expect(recording.tree()).toBe(
      [
        ...['A', 'B'].flatMap((id) => [
          `session ${id}`,
          '└─ session',
          '   └─ interaction  ~> displaced parent POST',
          '      └─ llm_request',
        ]),
        'some trace',
        '└─ POST',
        '   └─ middleware',
      ].join('\n'),
    );
    expect(problemsOf(recording)).toEqual([]);
  });

  it('lets what is above one of them alone go along with it', () => {
    const recording = serve();
    const request = startRequest(recording);
    for (const session of ['A', 'B']) {
      const item = recording.start('item', request);
      takeTurn(recording, session, item);
      recording.end(item);
    }
    request.end();
    expect(recording.tree()).toBe(
      [
        ...['A', 'B'].flatMap((id) => [
          `session ${id}`,
          '└─ session',
          '   └─ item  ~> displaced parent POST',
          '      └─ interaction',
          '         └─ llm_request',
        ]),
        'some trace',
        '└─ POST',
      ].join('\n'),
    );
    expect(problemsOf(recording)).toEqual([]);
  });
});

describe('a request that came in with the trace of one session, and works for another as well', () => {
  it('keeps what works for that one session where it was', () => {
    const recording = serve();
    const traceId = createHash('sha256').update('A').digest('hex').slice(0, 32);
    const request = startRequest(
      recording,
      trace.setSpanContext(ROOT_CONTEXT, { ...OUTSIDE, traceId }),
    );
    takeTurn(recording, 'B', request);
    const middleware = recording.start('middleware', request);
    const inA = setSession(trace.setSpan(ROOT_CONTEXT, middleware), 'A');
    recording.end(recording.start('lookup', inA));
    recording.end(middleware);
    request.end();
    const exported = recording.exported.find(({ name }) => name === 'middleware');
    expect(exported?.parentSpanContext?.spanId).toBe(request.spanContext().spanId);
    expect(exported?.links).toEqual([]);
    expect(exported?.attributes['session.id']).toBe('A');
  });
});

describe('what is still open when the request ends, as after a client that goes away', () => {
  it('has its place all the same', () => {
    const recording = serve({ interaction: requestSpans(), nestedInteractions: 'keep' });
    const request = startRequest(recording);
    const handler = recording.start('handler', request);
    const turn = recording.start(
      'interaction',
      setSession(trace.setSpan(ROOT_CONTEXT, handler), 'A'),
    );
    request.end();
    recording.end(recording.start('llm_request', turn));
    recording.end(turn);
    recording.end(recording.start('middleware', handler));
    recording.end(handler);
    expect(recording.tree()).toBe(
      [
        'session A',
        '└─ session',
        '   └─ POST',
        '      └─ handler',
        '         ├─ interaction',
        '         │  └─ llm_request',
        '         └─ middleware',
      ].join('\n'),
    );
    expect(problemsOf(recording)).toEqual([]);
  });
});

describe('a request that takes longer than spans are held', () => {
  it('stays whole', async () => {
    jest.useFakeTimers();
    const recording = serve({}, { holdMillis: 1_000 });
    const request = startRequest(recording);
    recording.end(recording.start('middleware', request));
    const handler = recording.start('handler', request);
    const turn = recording.start(
      'interaction',
      setSession(trace.setSpan(ROOT_CONTEXT, handler), 'A'),
    );
    await jest.advanceTimersByTimeAsync(2_000);
    expect(recording.exported.map(({ name }) => name)).toEqual(['session', 'middleware']);
    recording.end(recording.start('llm_request', turn));
    recording.end(turn);
    await jest.advanceTimersByTimeAsync(2_000);
    // Of a second session nobody could know by then.
    takeTurn(recording, 'B', request, 'another turn');
    recording.end(handler);
    request.end();
    expect(recording.tree()).toBe(
      [
        WHOLE,
        'session B',
        '└─ session',
        '   └─ another turn  ~> displaced parent POST',
        '      └─ llm_request',
      ].join('\n'),
    );
    expect(problemsOf(recording)).toEqual([]);
  });

  it('stays in the trace of another company, whole as well', async () => {
    jest.useFakeTimers();
    const recording = serve({}, { holdMillis: 1_000 });
    const request = startRequest(recording, trace.setSpanContext(ROOT_CONTEXT, OUTSIDE));
    const handler = recording.start('handler', request);
    recording.end(recording.start('middleware', handler));
    takeTurn(recording, 'A', handler);
    await jest.advanceTimersByTimeAsync(2_000);
    recording.end(handler);
    request.end();
    expect(recording.tree()).toBe(
      [
        'session A',
        '└─ session',
        '   └─ interaction  ~> displaced parent handler',
        '      └─ llm_request',
        'some trace',
        '└─ POST  (remote parent)',
        '   └─ handler',
        '      └─ middleware',
      ].join('\n'),
    );
  });

  it('goes nowhere where its session is told too late', async () => {
    const recording = serve();
    const request = startRequest(recording);
    recording.end(recording.start('middleware', request));
    await recording.provider.forceFlush();
    takeTurn(recording, 'A', request);
    request.end();
    expect(recording.tree()).toBe(
      [
        'session A',
        '└─ session',
        '   └─ interaction  ~> displaced parent POST',
        '      └─ llm_request',
        'some trace',
        '└─ POST',
        '   └─ middleware',
      ].join('\n'),
    );
  });

  it('has no parent that is lost with the process', async () => {
    const exporter = new KeepingExporter();
    const recording = recordLate({ sessionId: () => undefined }, {}, exporter);
    const request = startRequest(recording);
    recording.end(recording.start('middleware', request));
    takeTurn(recording, 'A', request);
    await recording.provider.shutdown();
    expect(recording.tree()).toBe(
      [
        'session A',
        '└─ session',
        '   └─ interaction  ~> displaced parent (not exported)',
        '      └─ llm_request',
        'some trace',
        '└─ middleware  (parent not exported)',
      ].join('\n'),
    );
  });
});

describe('work of no request, above one session', () => {
  it('goes along when it has ended', () => {
    const recording = serve();
    const job = recording.start('job');
    takeTurn(recording, 'A', job);
    recording.end(job);
    expect(recording.tree()).toBe(
      'session A\n└─ session\n   └─ job\n      └─ interaction\n         └─ llm_request',
    );
  });

  it('is bound to none while it is open: a second one may come', async () => {
    const recording = serve();
    const loop = recording.start('loop');
    recording.end(recording.start('poll', loop));
    takeTurn(recording, 'A', loop);
    await recording.provider.forceFlush();
    takeTurn(recording, 'B', loop);
    recording.end(loop);
    expect(recording.tree()).toBe(
      [
        ...['A', 'B'].flatMap((id) => [
          `session ${id}`,
          '└─ session',
          '   └─ interaction  ~> displaced parent loop',
          '      └─ llm_request',
        ]),
        'some trace',
        '└─ loop',
        '   └─ poll',
      ].join('\n'),
    );
    expect(problemsOf(recording)).toEqual([]);
  });

  it.each(['interaction', 'tool'])(
    'takes no %s of another session into its trace that ends after it and tells that session then',
    (name) => {
      const recording = recordLate();
      const job = recording.start('job');
      const inA = setSession(trace.setSpan(ROOT_CONTEXT, job), 'A');
      recording.end(recording.start('query', inA));
      const late = recording.start(name, job);
      recording.end(job);
      recording.end(late, 'B');
      expect(recording.tree()).toBe(
        [
          'session A',
          '└─ session',
          '   └─ job',
          '      └─ query',
          'session B',
          '└─ session',
          `   └─ ${name}  ~> displaced parent job`,
        ].join('\n'),
      );
      expect(problemsOf(recording)).toEqual([]);
    },
  );

  it('joins no turn below it', () => {
    const recording = serve({ orphans: 'open-interaction' });
    const job = recording.start('job');
    const turn = recording.start('interaction', setSession(trace.setSpan(ROOT_CONTEXT, job), 'A'));
    recording.end(job);
    recording.end(turn);
    expect(recording.tree()).toBe('session A\n└─ session\n   └─ job\n      └─ interaction');
  });
});

describe('where a session has several traces', () => {
  it('a request goes to the one that its turn went to', () => {
    let key = 'first';
    const recording = serve({ traceScope: () => key });
    const request = startRequest(recording);
    takeTurn(recording, 'A', request);
    key = 'second';
    const job = recording.start('job');
    takeTurn(recording, 'A', job);
    request.end();
    recording.end(job);
    const [first, second] = ['first', 'second'].map((each) =>
      recording.sessions.traceId('A', each),
    );
    const traceOf = (name: string): string | undefined =>
      recording.exported.find((span) => span.name === name)?.spanContext().traceId;
    expect(first).not.toBe(second);
    expect(traceOf('POST')).toBe(first);
    expect(problemsOf(recording).filter((text) => !text.includes('session A is in'))).toEqual([]);
  });

  it('a request stays beside a turn that has a trace to itself', () => {
    const recording = serve({ traceScope: 'interaction' });
    const request = startRequest(recording);
    takeTurn(recording, 'A', request);
    request.end();
    expect(recording.exported.map(({ name }) => name).sort()).toEqual([
      'POST',
      'interaction',
      'llm_request',
    ]);
    const [turn, post] = ['interaction', 'POST'].map((each) =>
      recording.exported.find(({ name }) => name === each),
    );
    expect(turn?.parentSpanContext).toBeUndefined();
    expect(turn?.links.map(({ context }) => context.spanId)).toEqual([post?.spanContext().spanId]);
    expect(turn?.links[0]?.context.traceId).toBe(post?.spanContext().traceId);
  });

  it('what is above such a turn goes with the request, whose other spans have a trace to share', () => {
    const recording = serve({ traceScope: 'interaction' });
    const request = startRequest(recording);
    const inA = setSession(trace.setSpan(ROOT_CONTEXT, request), 'A');
    recording.end(recording.start('lookup', inA));
    const step = recording.start('step.interaction', request);
    takeTurn(recording, 'A', step);
    recording.end(step);
    request.end();
    const exported = recording.exported.find(({ name }) => name === 'step.interaction');
    expect(exported?.parentSpanContext?.spanId).toBe(request.spanContext().spanId);
    expect(exported?.spanContext().traceId).toBe(
      recording.exported.find(({ name }) => name === 'POST')?.spanContext().traceId,
    );
  });

  it('a request that is the turn has all of it in one trace', () => {
    const recording = serve({
      traceScope: 'interaction',
      interaction: requestSpans(),
      nestedInteractions: 'keep',
    });
    serveOne(recording);
    expect(recording.tree()).toBe(WHOLE);
  });
});

describe('a sampler', () => {
  it('that drops the session leaves the request where it was', () => {
    const exporter = new InMemorySpanExporter();
    const sessions = createSessionTracing({ sessionId: () => undefined });
    const dropped = sessions.traceId('A');
    const provider = new NodeTracerProvider({
      sampler: sessions.sampler({
        shouldSample: (_, traceId) => ({
          decision:
            traceId === dropped ? SamplingDecision.NOT_RECORD : SamplingDecision.RECORD_AND_SAMPLED,
        }),
        toString: () => 'all but A',
      }),
      spanProcessors: [
        sessions.spanProcessor,
        new SimpleSpanProcessor(sessions.exporter(exporter)),
      ],
    });
    provider.register();
    const tracer = provider.getTracer('test');
    for (const session of ['A', 'B']) {
      const request = tracer.startSpan('POST', { kind: SpanKind.SERVER }, ROOT_CONTEXT);
      const under = setSession(trace.setSpan(ROOT_CONTEXT, request), session);
      tracer.startSpan('interaction', {}, under).end();
      request.end();
    }
    expect(treeIn(exporter)).toBe(
      'some trace\n└─ POST\nsession B\n└─ session\n   └─ POST\n      └─ interaction',
    );
  });
});

describe('an exporter beside one without sessions.exporter', () => {
  it('that other one has the turn beside the request, linked to it where it is there', () => {
    const [holding, plain] = [new InMemorySpanExporter(), new InMemorySpanExporter()];
    const sessions = createSessionTracing({ sessionId: () => undefined });
    const provider = new NodeTracerProvider({
      spanProcessors: [
        sessions.spanProcessor,
        new SimpleSpanProcessor(sessions.exporter(holding)),
        new SimpleSpanProcessor(plain),
      ],
    });
    provider.register();
    const tracer = provider.getTracer('test');
    const request = tracer.startSpan('POST', { kind: SpanKind.SERVER }, ROOT_CONTEXT);
    const under = setSession(trace.setSpan(ROOT_CONTEXT, request), 'A');
    tracer.startSpan('interaction', {}, under).end();
    request.end();
    expect(treeIn(holding)).toBe('session A\n└─ session\n   └─ POST\n      └─ interaction');
    expect(treeIn(plain)).toBe(
      'session A\n└─ session\n   └─ interaction  ~> displaced parent POST\nsome trace\n└─ POST',
    );
    for (const exporter of [holding, plain]) {
      expect(findProblems(exporter.getFinishedSpans().map(received))).toEqual([]);
    }
  });

  it.each([
    ['in one batch', false],
    ['in two batches', true],
  ])('a second one that holds has the same places: %s', async (_, isFlushed) => {
    const [first, second] = [new InMemorySpanExporter(), new InMemorySpanExporter()];
    const sessions = createSessionTracing({ sessionId: () => undefined });
    const batch = new BatchSpanProcessor(sessions.exporter(second));
    const provider = new NodeTracerProvider({
      spanProcessors: [
        sessions.spanProcessor,
        new SimpleSpanProcessor(sessions.exporter(first)),
        batch,
      ],
    });
    provider.register();
    const tracer = provider.getTracer('test');
    const request = tracer.startSpan('POST', { kind: SpanKind.SERVER }, ROOT_CONTEXT);
    const under = setSession(trace.setSpan(ROOT_CONTEXT, request), 'A');
    tracer.startSpan('first turn', {}, under).end();
    if (isFlushed) {
      await batch.forceFlush();
    }
    // The first exporter has decided on the request before the second gets any of this.
    tracer.startSpan('second turn', {}, under).end();
    request.end();
    await provider.forceFlush();
    await provider.forceFlush();
    expect(treeIn(first)).toBe(
      'session A\n└─ session\n   └─ POST\n      ├─ first turn\n      └─ second turn',
    );
    const placesIn = (exporter: InMemorySpanExporter): readonly string[] =>
      exporter
        .getFinishedSpans()
        .map(({ name, parentSpanContext: parent }) => `${name} under ${parent?.spanId ?? 'none'}`)
        .sort();
    expect(placesIn(second)).toEqual(placesIn(first));
  });
});

describe('spans of log records', () => {
  it('take the request that they were emitted in nowhere', () => {
    const recording = serve();
    const processor = recording.sessions.logToSpanProcessor();
    const emit = (request: Span): void => {
      processor.onEmit(
        { eventName: 'event', attributes: {}, hrTime: [1_700_000_000, 0] } as never,
        setSession(trace.setSpan(ROOT_CONTEXT, request), 'A'),
      );
    };
    const [withTurn, without] = [startRequest(recording), startRequest(recording)];
    emit(withTurn);
    takeTurn(recording, 'A', withTurn);
    emit(without);
    withTurn.end();
    without.end();
    expect(recording.tree()).toBe(
      [
        'session A',
        '└─ session',
        '   ├─ event',
        '   ├─ event',
        '   └─ POST',
        '      └─ interaction',
        '         └─ llm_request',
        'some trace',
        '└─ POST',
      ].join('\n'),
    );
  });
});

/** Shows what it got also after it was shut down. */
class KeepingExporter extends InMemorySpanExporter {
  override shutdown(): Promise<void> {
    return Promise.resolve();
  }
}

function treeIn(exporter: InMemorySpanExporter): string {
  return renderSessions(exporter.getFinishedSpans().map(received));
}
