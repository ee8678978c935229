import { ROOT_CONTEXT, SpanKind, context, propagation, type Tracer } from '@opentelemetry/api';
import {
  BatchSpanProcessor,
  InMemorySpanExporter,
  NodeTracerProvider,
} from '@opentelemetry/sdk-trace-node';
import { createSessionTracing, fromAttributes } from '../../src/index.js';
import { received } from '../support/received.js';
import { captureWarnings, stopRecording } from '../support/recording.js';
import { renderSessions } from '../support/render-sessions.js';

afterEach(stopRecording);

/** A page that fetches a route of the server that serves it: the route has its parent from a header. */
function servePage(tracer: Tracer, sessionId: string): void {
  tracer.startActiveSpan('page', (page) => {
    tracer.startActiveSpan('fetch', { kind: SpanKind.CLIENT }, (call) => {
      const headers = {};
      propagation.inject(context.active(), headers);
      const from = propagation.extract(ROOT_CONTEXT, headers);
      tracer.startActiveSpan('route', { kind: SpanKind.SERVER }, from, (route) => {
        tracer.startSpan('model').end();
        route.end();
      });
      call.end();
    });
    page.setAttribute('session.id', sessionId).end();
  });
}

const PAGE = ['└─ session', '   └─ page', '      └─ fetch', '         └─ route'];

describe('a server that calls itself, behind sessions.exporter', () => {
  it.each([
    ['alone', false],
    ['with the span processor', true],
  ])('has its own call in the trace of the session, %s', async (_, isPlacedLive) => {
    const warnings = captureWarnings();
    const sessions = createSessionTracing({ sessionId: fromAttributes('session.id') });
    const delegate = new InMemorySpanExporter();
    const provider = new NodeTracerProvider({
      spanProcessors: [
        ...(isPlacedLive ? [sessions.spanProcessor] : []),
        new BatchSpanProcessor(sessions.exporter(delegate)),
      ],
    });
    provider.register();
    const tracer = provider.getTracer('app');
    servePage(tracer, 'A');
    servePage(tracer, 'B');
    await provider.forceFlush();

    expect(renderSessions(delegate.getFinishedSpans().map(received))).toBe(
      ['A', 'B'].flatMap((id) => [`session ${id}`, ...PAGE, '            └─ model']).join('\n'),
    );
    expect(warnings).toEqual([]);
  });

  it('leaves a call from elsewhere where it is', async () => {
    const sessions = createSessionTracing({ sessionId: fromAttributes('session.id') });
    const delegate = new InMemorySpanExporter();
    const provider = new NodeTracerProvider({
      spanProcessors: [new BatchSpanProcessor(sessions.exporter(delegate))],
    });
    provider.register();
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    const from = propagation.extract(ROOT_CONTEXT, { traceparent });
    provider.getTracer('app').startSpan('route', { kind: SpanKind.SERVER }, from).end();
    servePage(provider.getTracer('app'), 'A');
    await provider.forceFlush();

    expect(renderSessions(delegate.getFinishedSpans().map(received))).toBe(
      [
        'some trace',
        '└─ route  (remote parent)',
        'session A',
        ...PAGE,
        '            └─ model',
      ].join('\n'),
    );
  });
});
