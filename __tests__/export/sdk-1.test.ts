import { ROOT_CONTEXT, SpanKind, TraceFlags, trace, type Span } from '@opentelemetry/api';
import {
  AlwaysOnSampler,
  BatchSpanProcessor,
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
  type ReadableSpan,
  type Sampler,
  type SpanExporter,
} from 'sdk-1';
import {
  createSessionTracing,
  fromAttributes,
  setSession,
  type SessionTracing,
} from '../../src/index.js';
import { stopRecording } from '../support/recording.js';

afterEach(stopRecording);

/** Registers a provider that exports through `sessions.exporter`, each span as it ends. */
function exportHeld(
  sessions: SessionTracing,
  config: { readonly sampler?: Sampler } = {},
): { readonly delegate: InMemorySpanExporter; readonly provider: NodeTracerProvider } {
  const delegate = new InMemorySpanExporter();
  const exporter = sessions.exporter(delegate) as unknown as SpanExporter;
  const provider = new NodeTracerProvider({
    ...config,
    spanProcessors: [sessions.spanProcessor, new SimpleSpanProcessor(exporter)],
  });
  provider.register();
  return { delegate, provider };
}

describe('the session exporter on SDK 1', () => {
  it('keeps a late child under its placed parent after a flush, for both of two exporters', async () => {
    const sessions = createSessionTracing({ sessionId: fromAttributes('session.id') });
    const first = new InMemorySpanExporter();
    const second = new InMemorySpanExporter();
    const exporters = [first, second].map(
      (delegate) => sessions.exporter(delegate) as unknown as SpanExporter,
    ) as [SpanExporter, SpanExporter];
    const provider = new NodeTracerProvider({
      spanProcessors: [
        sessions.spanProcessor,
        new SimpleSpanProcessor(exporters[0]),
        new BatchSpanProcessor(exporters[1]),
      ],
    });
    provider.register();
    const tracer = provider.getTracer('test');
    const start = (name: string, parent?: Span): Span =>
      tracer.startSpan(
        name,
        {},
        parent === undefined ? ROOT_CONTEXT : trace.setSpan(ROOT_CONTEXT, parent),
      );
    const turn = start('interaction');
    const late = start('late', turn);
    start('model', turn).setAttribute('session.id', 'A').end();
    turn.end();
    await provider.forceFlush();
    await exporters[0].forceFlush?.();
    await exporters[1].forceFlush?.();
    late.end();
    await provider.forceFlush();
    for (const delegate of [first, second]) {
      const spans = delegate.getFinishedSpans();
      const nameOf = (id: string | undefined): string | undefined =>
        spans.find((span) => span.spanContext().spanId === id)?.name;
      expect(
        spans.map((span: ReadableSpan) => [span.name, nameOf(span.parentSpanId)]).sort(),
      ).toEqual([
        ['interaction', 'session'],
        ['late', 'interaction'],
        ['model', 'interaction'],
        ['session', undefined],
      ]);
      expect(new Set(spans.map((span) => span.spanContext().traceId)).size).toBe(1);
      expect({ ...spans.find(({ name }) => name === 'interaction') }).toMatchObject({
        name: 'interaction',
        ended: true,
        attributes: { 'otel_session_trace.turn.number': 1 },
      });
    }
  });
});

describe('a request whose session only its handler knows, on SDK 1', () => {
  it('goes where its turn went, which is under it again', async () => {
    const sessions = createSessionTracing({ sessionId: () => undefined });
    const { delegate, provider } = exportHeld(sessions);
    const tracer = provider.getTracer('test');
    const request = tracer.startSpan('POST', { kind: SpanKind.SERVER }, ROOT_CONTEXT);
    const under = trace.setSpan(ROOT_CONTEXT, request);
    tracer.startSpan('middleware', {}, under).end();
    tracer.startSpan('interaction', {}, setSession(under, 'A')).end();
    request.end();
    await provider.forceFlush();
    const spans = delegate.getFinishedSpans();
    const nameOf = (id: string | undefined): string | undefined =>
      spans.find((span) => span.spanContext().spanId === id)?.name;
    expect(spans.map((span) => [span.name, nameOf(span.parentSpanId), span.links])).toEqual([
      ['session', undefined, []],
      ['POST', 'session', []],
      ['middleware', 'POST', []],
      ['interaction', 'POST', []],
    ]);
    const traceIds = new Set(spans.map((span) => span.spanContext().traceId));
    expect([...traceIds]).toEqual([sessions.traceId('A')]);
  });
});

describe('a span that is told late, on SDK 1, which tells of a parent no more than its id', () => {
  it.each([
    ['a sampler dropped', TraceFlags.NONE],
    ['nobody stands behind', TraceFlags.SAMPLED],
  ])('goes under the session root where its parent is one that %s', async (_, traceFlags) => {
    const sessions = createSessionTracing({ sessionId: fromAttributes('session.id') });
    const { delegate, provider } = exportHeld(sessions, { sampler: new AlwaysOnSampler() });
    const parent = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags };
    const from = trace.setSpanContext(ROOT_CONTEXT, parent);
    const span = provider.getTracer('test').startSpan('tool', {}, from);
    span.setAttribute('session.id', 'A').end();
    await provider.forceFlush();
    const [root, tool] = delegate.getFinishedSpans();
    expect([root?.name, tool?.name]).toEqual(['session', 'tool']);
    expect(tool?.parentSpanId).toBe(root?.spanContext().spanId);
    expect(tool?.spanContext().traceId).toBe(root?.spanContext().traceId);
  });

  it('stays under a parent of another process', async () => {
    const sessions = createSessionTracing({ sessionId: fromAttributes('session.id') });
    const { delegate, provider } = exportHeld(sessions);
    const parent = {
      traceId: 'a'.repeat(32),
      spanId: 'b'.repeat(16),
      traceFlags: 1,
      isRemote: true,
    };
    const from = trace.setSpanContext(ROOT_CONTEXT, parent);
    const span = provider.getTracer('test').startSpan('tool', {}, from);
    span.setAttribute('session.id', 'A').end();
    await provider.forceFlush();
    expect(delegate.getFinishedSpans().map(({ parentSpanId }) => parentSpanId)).toEqual([
      parent.spanId,
    ]);
  });
});

describe('a lone turn that is told at its end, on SDK 1', () => {
  it('has its number, whatever the limits of the provider', () => {
    const sessions = createSessionTracing({ sessionId: fromAttributes('session.id') });
    const exporter = new InMemorySpanExporter();
    const provider = new NodeTracerProvider({
      spanLimits: { attributeCountLimit: 1, attributeValueLengthLimit: 10 },
      spanProcessors: [sessions.spanProcessor, new SimpleSpanProcessor(exporter)],
    });
    provider.register();
    for (const [index, session] of ['A', 'A'].entries()) {
      const turn = provider.getTracer('test').startSpan('interaction', {}, ROOT_CONTEXT);
      turn.setAttribute('session.id', session);
      turn.end();
      expect(exporter.getFinishedSpans().at(-1)?.attributes).toEqual({
        'session.id': 'A',
        'otel_session_trace.turn.number': index + 1,
      });
    }
  });
});

describe('an orphan before the first turn, on SDK 1', () => {
  it('waits for it, and goes into it with what hangs on it', () => {
    const sessions = createSessionTracing({
      sessionId: 'A',
      traceScope: 'interaction',
      orphans: 'last-interaction',
    });
    const { delegate, provider } = exportHeld(sessions);
    const tracer = provider.getTracer('test');
    const hook = tracer.startSpan('hook', {}, ROOT_CONTEXT);
    tracer.startSpan('request', {}, trace.setSpan(ROOT_CONTEXT, hook)).end();
    hook.end();
    tracer.startSpan('interaction', {}, ROOT_CONTEXT).end();
    const spans = delegate.getFinishedSpans();
    const idOf = (name: string): string | undefined =>
      spans.find((span) => span.name === name)?.spanContext().spanId;
    expect(spans.map(({ name, parentSpanId }) => [name, parentSpanId]).sort()).toEqual([
      ['hook', idOf('interaction')],
      ['interaction', undefined],
      ['request', idOf('hook')],
    ]);
    expect(new Set(spans.map((span) => span.spanContext().traceId)).size).toBe(1);
  });
});
