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
