import { ROOT_CONTEXT, trace, type Tracer } from '@opentelemetry/api';
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SamplingDecision,
  SimpleSpanProcessor,
  type Sampler,
} from '@opentelemetry/sdk-trace-node';
import {
  SessionTraceSpanProcessor,
  createSessionTracing,
  firstOf,
  fromAttributes,
  type SessionTracing,
} from '../../src/index.js';
import { received } from '../support/received.js';
import { stopRecording } from '../support/recording.js';
import { renderSessions } from '../support/render-sessions.js';

afterEach(stopRecording);

/** Keeps what has no parent: what the tracing asks about sessions, and of others a hole for each child. */
const onlyTops: Sampler = {
  shouldSample: (from) => ({
    decision:
      trace.getSpan(from) === undefined
        ? SamplingDecision.RECORD_AND_SAMPLED
        : SamplingDecision.NOT_RECORD,
  }),
  toString: () => 'OnlyTops',
};

interface Part {
  readonly provider: NodeTracerProvider;
  readonly tracer: Tracer;
  /** What was exported since it was asked last. */
  tree(): string;
}

/** A provider of its own that carries the tracing. */
function partOf(sessions: SessionTracing): Part {
  const exporter = new InMemorySpanExporter();
  const provider = new NodeTracerProvider({
    sampler: sessions.sampler(onlyTops),
    idGenerator: sessions.idGenerator,
    spanProcessors: [
      new SessionTraceSpanProcessor(sessions),
      new SimpleSpanProcessor(sessions.exporter(exporter)),
    ],
  });
  return {
    provider,
    tracer: provider.getTracer('test'),
    tree: () => {
      const spans = exporter.getFinishedSpans().map((span, index) => received(span, index));
      exporter.reset();
      return renderSessions(spans);
    },
  };
}

function takeTurn({ tracer }: Part, session: string): void {
  const turn = tracer.startSpan('interaction', { attributes: { 'session.id': session } });
  tracer.startSpan('tool', {}, trace.setSpan(ROOT_CONTEXT, turn)).end();
  turn.end();
}

/** A turn that tells its session at its end. */
function takeLateTurn({ tracer }: Part, session: string): void {
  const turn = tracer.startSpan('interaction', {}, ROOT_CONTEXT);
  turn.setAttribute('session.id', session).end();
}

const WHOLE = '└─ session\n   └─ interaction\n      └─ tool';

describe('one tracing on two providers, one of which is shut down', () => {
  it.each(['first', 'second'] as const)('goes on on the other: the %s', async (name) => {
    const ambient: { session: string | undefined } = { session: undefined };
    const sessions = createSessionTracing({
      sessionId: firstOf(fromAttributes('session.id'), () => ambient.session),
    });
    const parts = { first: partOf(sessions), second: partOf(sessions) };
    const over = name === 'first' ? parts.second : parts.first;
    const going = parts[name];
    going.provider.register();
    takeTurn(over, 'A');
    takeTurn(going, 'A');
    expect([over.tree(), going.tree()].map((tree) => tree.includes('tool'))).toEqual([true, true]);
    await over.provider.shutdown();
    takeTurn(going, 'B');
    expect(going.tree()).toBe(`session B\n${WHOLE}`);
    takeLateTurn(going, 'C');
    expect(going.tree()).toBe('session C\n└─ session\n   └─ interaction');
    ambient.session = 'D';
    expect(going.tracer.startSpan('tool', {}, ROOT_CONTEXT).spanContext().traceId).toBe(
      sessions.traceId('D'),
    );
    await going.provider.shutdown();
    const { traceId } = going.tracer.startSpan('tool', {}, ROOT_CONTEXT).spanContext();
    expect(traceId).not.toBe(sessions.traceId('D'));
  });
});

const TREES = {
  own: `session A\n${WHOLE}`,
  shared: `session A\n${WHOLE}`,
  reference: 'session A\n└─ interaction  (remote parent)\n   └─ tool',
  omit: 'session A\n└─ interaction\n   └─ tool',
};

describe('a provider that is shut down and replaced', () => {
  it.each(['own', 'shared', 'reference', 'omit'] as const)(
    'leaves no span under a root that is not there, whoever goes on: %s',
    async (sessionRoot) => {
      const trees: string[] = [];
      for (let life = 0; life < 3; life++) {
        const sessions = createSessionTracing({
          sessionId: fromAttributes('session.id'),
          sessionRoot,
        });
        const part = partOf(sessions);
        trace.disable();
        part.provider.register();
        const open = part.tracer.startSpan('interaction', { attributes: { 'session.id': 'A' } });
        part.tracer.startSpan('tool', {}, trace.setSpan(ROOT_CONTEXT, open)).end();
        open.end();
        trees.push(part.tree());
        await part.provider.shutdown();
        // Whoever still has the tracer, or an open span, of a provider that is gone.
        part.tracer.startSpan('late', { attributes: { 'session.id': 'A' } }, ROOT_CONTEXT).end();
        part.tracer.startSpan('late', {}, trace.setSpan(ROOT_CONTEXT, open)).end();
        expect(part.tree()).toBe('');
      }
      expect(new Set(trees)).toEqual(new Set([TREES[sessionRoot]]));
    },
  );

  it('has a new tracing place the children of spans that the old one has placed', async () => {
    const before = partOf(createSessionTracing({ sessionId: fromAttributes('session.id') }));
    before.provider.register();
    const open = before.tracer.startSpan('interaction', { attributes: { 'session.id': 'A' } });
    await before.provider.shutdown();
    trace.disable();
    const after = partOf(createSessionTracing({ sessionId: fromAttributes('session.id') }));
    after.provider.register();
    after.tracer.startSpan('tool', {}, trace.setSpan(ROOT_CONTEXT, open)).end();
    takeTurn(after, 'A');
    // The span that was open when its provider was shut down is exported by nobody.
    expect(after.tree()).toBe(
      'session A\n├─ tool  (parent not exported)\n└─ session\n   └─ interaction\n      └─ tool',
    );
  });

  it('goes on in the same session with a new processor of the same tracing, under the root that is there', async () => {
    const sessions = createSessionTracing({ sessionId: fromAttributes('session.id') });
    const before = partOf(sessions);
    before.provider.register();
    takeTurn(before, 'A');
    expect(before.tree()).toBe(`session A\n${WHOLE}`);
    await before.provider.shutdown();
    trace.disable();
    const after = partOf(sessions);
    after.provider.register();
    takeTurn(after, 'A');
    takeTurn(after, 'B');
    expect(after.tree()).toBe(
      'session A\n└─ interaction  (parent not exported)\n   └─ tool\n' + `session B\n${WHOLE}`,
    );
  });

  it('has the same processor stay off, as one of the SDK does: spans are as without it', async () => {
    const sessions = createSessionTracing({ sessionId: fromAttributes('session.id') });
    const exporter = new InMemorySpanExporter();
    const providers = [1, 2].map(
      () =>
        new NodeTracerProvider({
          spanProcessors: [sessions.spanProcessor, new SimpleSpanProcessor(exporter)],
        }),
    ) as [NodeTracerProvider, NodeTracerProvider];
    await providers[0].shutdown();
    exporter.reset();
    const span = providers[1].getTracer('test').startSpan('interaction', {
      attributes: { 'session.id': 'A' },
    });
    expect(span.spanContext().traceId).not.toBe(sessions.traceId('A'));
  });
});
