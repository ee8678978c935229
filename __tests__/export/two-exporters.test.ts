import { ROOT_CONTEXT, TraceFlags, trace, type Span, type Tracer } from '@opentelemetry/api';
import {
  BatchSpanProcessor,
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
  type ReadableSpan,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import {
  createSessionTracing,
  fromAttributes,
  type HoldingOptions,
  type SessionTracing,
  type SessionTracingOptions,
} from '../../src/index.js';
import { findProblems } from '../../examples/support/well-formed.js';
import { received } from '../support/received.js';
import { stopRecording } from '../support/recording.js';
import { renderSessions } from '../support/render-sessions.js';

afterEach(stopRecording);

/** Shows what it got also after it was shut down. */
class KeepingExporter extends InMemorySpanExporter {
  override shutdown(): Promise<void> {
    return Promise.resolve();
  }
}

interface TwoExporters {
  readonly sessions: SessionTracing;
  readonly provider: NodeTracerProvider;
  readonly tracer: Tracer;
  readonly first: KeepingExporter;
  readonly second: KeepingExporter;
}

function recordTwice(
  options: Partial<SessionTracingOptions> = {},
  holding: readonly HoldingOptions[] = [],
  processorsOf: (
    sessions: SessionTracing,
    first: KeepingExporter,
    second: KeepingExporter,
  ) => SpanProcessor[] = (sessions, first, second) => [
    new SimpleSpanProcessor(sessions.exporter(first, holding[0])),
    new BatchSpanProcessor(sessions.exporter(second, holding[1])),
  ],
): TwoExporters {
  const sessions = createSessionTracing({ sessionId: fromAttributes('session.id'), ...options });
  const first = new KeepingExporter();
  const second = new KeepingExporter();
  const provider = new NodeTracerProvider({
    spanProcessors: [sessions.spanProcessor, ...processorsOf(sessions, first, second)],
  });
  provider.register();
  return { sessions, provider, tracer: provider.getTracer('test'), first, second };
}

function turn(tracer: Tracer, session: string, id: string, under?: Span): void {
  const from = under === undefined ? ROOT_CONTEXT : trace.setSpan(ROOT_CONTEXT, under);
  const interaction = tracer.startSpan('interaction', {}, from);
  tracer
    .startSpan('model', {}, trace.setSpan(ROOT_CONTEXT, interaction))
    .setAttribute('session.id', session)
    .end();
  interaction.setAttributes({ 'session.id': session, 'prompt.id': id }).end();
}

function treeOf(exporter: KeepingExporter): string {
  return renderSessions(exporter.getFinishedSpans().map((span, index) => received(span, index)));
}

function problemsIn(exporter: KeepingExporter): readonly string[] {
  return findProblems(exporter.getFinishedSpans().map((span, index) => received(span, index)));
}

/** What a span is to a backend, without what differs from one reading to the next. */
function looksOf(spans: readonly ReadableSpan[]): string[] {
  return spans
    .map((span) =>
      JSON.stringify([
        span.name,
        span.spanContext(),
        span.parentSpanContext?.traceId,
        span.parentSpanContext?.spanId,
        span.attributes,
        span.links,
        span.startTime,
        span.duration,
      ]),
    )
    .sort();
}

describe('two exporters of one tracing', () => {
  it.each<[string, number, Partial<SessionTracingOptions>]>([
    ['session', 4, {}],
    ['interaction', 4, { traceScope: 'interaction', interactionId: 'prompt.id' }],
    ['interaction, without an id of the turn', 0, { traceScope: 'interaction' }],
  ])('export the same placed spans, in scope %s', async (_, placed, options) => {
    const { tracer, provider, first, second, sessions } = recordTwice(options);
    turn(tracer, 'A', 't1');
    turn(tracer, 'A', 't2');
    await provider.forceFlush();
    expect(looksOf(second.getFinishedSpans())).toEqual(looksOf(first.getFinishedSpans()));
    for (const exporter of [first, second]) {
      expect(problemsIn(exporter).filter((text) => !text.startsWith('session A is in'))).toEqual(
        [],
      );
    }
    const { interactions, spansPlaced } = sessions.stats();
    expect({ interactions, spansPlaced }).toEqual({ interactions: 2, spansPlaced: placed });
  });

  it('place no span under itself, and know the turn once', async () => {
    const { tracer, provider, first, second } = recordTwice({
      traceScope: 'interaction',
      interactionId: 'prompt.id',
    });
    turn(tracer, 'A', 't1');
    turn(tracer, 'A', 't2');
    await provider.forceFlush();
    const tree = [
      'session A, t1',
      '└─ interaction',
      '   └─ model',
      'session A, t2',
      '└─ interaction  ~> previous interaction interaction',
      '   └─ model',
    ].join('\n');
    expect(treeOf(first)).toBe(tree);
    expect(treeOf(second)).toBe(tree);
  });

  it('keep to one place for each span, also where their bounds differ', async () => {
    const { tracer, provider, first, second } = recordTwice({}, [{ maxSpans: 2 }, {}]);
    const request = tracer.startSpan('request');
    turn(tracer, 'A', 't1', request);
    turn(tracer, 'B', 't2', request);
    turn(tracer, 'A', 't3', request);
    request.end();
    turn(tracer, 'A', 't4');
    await provider.shutdown();
    expect(looksOf(second.getFinishedSpans())).toEqual(looksOf(first.getFinishedSpans()));
    expect(problemsIn(first).filter((text) => !/^session|^trace/.test(text))).toEqual([]);
  });

  it('both get the root, once each, whichever of them made it', async () => {
    const { tracer, provider, first, second } = recordTwice({}, [], (sessions, one, other) => [
      new BatchSpanProcessor(sessions.exporter(one)),
      new BatchSpanProcessor(sessions.exporter(other)),
    ]);
    turn(tracer, 'A', 't1');
    await provider.shutdown();
    expect(treeOf(first)).toBe('session A\n└─ session\n   └─ interaction\n      └─ model');
    expect(treeOf(second)).toBe(treeOf(first));
  });

  it('both let go what is held, whichever of them decided', async () => {
    const { tracer, provider, first, second } = recordTwice({}, [], (sessions, one, other) => [
      new BatchSpanProcessor(sessions.exporter(one)),
      new BatchSpanProcessor(sessions.exporter(other)),
    ]);
    const open = tracer.startSpan('interaction', {}, ROOT_CONTEXT);
    tracer.startSpan('model', {}, trace.setSpan(ROOT_CONTEXT, open)).end();
    await provider.forceFlush();
    open.setAttribute('session.id', 'A').end();
    // Once more, for the root that was made meanwhile.
    await provider.forceFlush();
    await provider.forceFlush();
    expect(treeOf(first)).toBe('session A\n└─ session\n   └─ interaction\n      └─ model');
    expect(treeOf(second)).toBe(treeOf(first));
  });

  it('that gets no spans exports no roots of other spans', async () => {
    const { tracer, provider, sessions } = recordTwice();
    const idle = new KeepingExporter();
    const roots: string[] = [];
    const unused = sessions.exporter({
      export: (spans, done) => {
        roots.push(...spans.map(({ name }) => name));
        done({ code: 0 });
      },
      shutdown: () => idle.shutdown(),
    });
    turn(tracer, 'A', 't1');
    await provider.forceFlush();
    await unused.shutdown();
    expect(roots).toEqual([]);
  });
});

describe('an exporter beside one without sessions.exporter', () => {
  it.each<[string, Partial<SessionTracingOptions>]>([
    ['by its id', { interactionId: 'prompt.id' }],
    ['in a trace of its own', { interactionId: 'prompt.id', traceScope: 'interaction' }],
  ])(
    'a turn that only copies are in the place of is joined by none that both get: %s',
    (_, options) => {
      const { tracer, first, second } = recordTwice(options, [], (sessions, one, other) => [
        new SimpleSpanProcessor(sessions.exporter(one)),
        new SimpleSpanProcessor(other),
      ]);
      turn(tracer, 'A', 't1');
      const attributes = { 'session.id': 'A', 'prompt.id': 't1' };
      tracer.startSpan('callback', { attributes }, ROOT_CONTEXT).end();
      for (const exporter of [first, second]) {
        const [callback] = exporter.getFinishedSpans().filter(({ name }) => name === 'callback');
        const parent = exporter
          .getFinishedSpans()
          .find((span) => span.spanContext().spanId === callback?.parentSpanContext?.spanId);
        expect(parent?.name).toBe('session');
        expect(parent?.spanContext().traceId).toBe(callback?.spanContext().traceId);
      }
    },
  );
});

describe('one exporter under two span processors', () => {
  it.each<[string, (sessions: SessionTracing, delegate: KeepingExporter) => SpanProcessor[]]>([
    [
      'simple and simple',
      (sessions, delegate) => {
        const exporter = sessions.exporter(delegate);
        return [new SimpleSpanProcessor(exporter), new SimpleSpanProcessor(exporter)];
      },
    ],
    [
      'simple and batch',
      (sessions, delegate) => {
        const exporter = sessions.exporter(delegate);
        return [new SimpleSpanProcessor(exporter), new BatchSpanProcessor(exporter)];
      },
    ],
  ])('exports each span as often as it is handed in, at one place: %s', async (_, make) => {
    const { tracer, provider, first, sessions } = recordTwice({}, [], (tracing, delegate) =>
      make(tracing, delegate),
    );
    turn(tracer, 'A', 't1');
    turn(tracer, 'A', 't2');
    await provider.forceFlush();
    const looks = looksOf(first.getFinishedSpans());
    expect(looks).toHaveLength(2 * 5);
    expect(new Set(looks).size).toBe(5);
    expect(sessions.stats().interactions).toBe(2);
  });

  it('goes on holding', () => {
    const { tracer, first } = recordTwice({}, [], (sessions, delegate) => {
      const exporter = sessions.exporter(delegate, { maxSpans: 10 });
      return [new SimpleSpanProcessor(exporter), new SimpleSpanProcessor(exporter)];
    });
    for (let index = 0; index < 100; index++) {
      turn(tracer, 'A', `t${String(index)}`);
    }
    first.reset();
    const open = tracer.startSpan('interaction');
    tracer.startSpan('model', {}, trace.setSpan(ROOT_CONTEXT, open)).end();
    expect(first.getFinishedSpans()).toEqual([]);
    open.setAttribute('session.id', 'A').end();
    expect(new Set(first.getFinishedSpans().map((span) => span.spanContext().traceId)).size).toBe(
      1,
    );
    expect(first.getFinishedSpans()[0]?.spanContext().traceFlags).toBe(TraceFlags.SAMPLED);
  });
});
