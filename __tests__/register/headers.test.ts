import { ROOT_CONTEXT, context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { received } from '../support/received.js';
import { stopRecording } from '../support/recording.js';
import { renderSessions } from '../support/render-sessions.js';

// The hook looks at the environment of its process when it is loaded.
beforeAll(async () => {
  process.env['SESSION_TRACE_HEADERS'] = 'x-session-id, X-Other';
  process.env['SESSION_TRACE_INTERACTIONS'] = 'requestSpans()';
  await import('../../src/register.js');
});

afterAll(() => {
  delete process.env['SESSION_TRACE_HEADERS'];
  delete process.env['SESSION_TRACE_INTERACTIONS'];
});

afterEach(stopRecording);

function setUp(): { provider: NodeTracerProvider; tree: () => string } {
  const exporter = new InMemorySpanExporter();
  const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const tree = (): string =>
    renderSessions(exporter.getFinishedSpans().map((span, index) => received(span, index)));
  return { provider, tree };
}

function serve(headers: object): void {
  const from = propagation.extract(ROOT_CONTEXT, headers);
  trace.getTracer('server').startSpan('GET /', {}, from).end();
}

describe('SESSION_TRACE_HEADERS', () => {
  it("reads the headers through the application's own propagator, whichever it is", async () => {
    const { provider, tree } = setUp();
    provider.register();
    serve({ 'x-session-id': 'A' });
    serve({ 'x-other': 'B' });
    serve({});
    await provider.forceFlush();
    expect(tree()).toBe(
      'session A\n└─ session\n   └─ GET /\nsession B\n└─ session\n   └─ GET /\nsome trace\n└─ GET /',
    );
  });

  it('reads them through one that is set later, or again', async () => {
    const { provider, tree } = setUp();
    trace.setGlobalTracerProvider(provider);
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    serve({ 'x-session-id': 'A' });
    const own = new CompositePropagator({ propagators: [new W3CTraceContextPropagator()] });
    propagation.setGlobalPropagator(own);
    serve({ 'x-session-id': 'A' });
    propagation.disable();
    propagation.setGlobalPropagator(own);
    serve({ 'x-session-id': 'B' });
    await provider.forceFlush();
    expect(tree()).toBe(
      'some trace\n└─ GET /\nsession A\n└─ session\n   └─ GET /\nsession B\n└─ session\n   └─ GET /',
    );
  });

  it('writes nothing, and registers nothing', () => {
    const carrier = {};
    propagation.inject(ROOT_CONTEXT, carrier);
    expect(propagation.fields()).toEqual([]);
    const own = new W3CTraceContextPropagator();
    propagation.setGlobalPropagator(own);
    expect(propagation.fields()).toEqual(['traceparent', 'tracestate']);
    expect(carrier).toEqual({});
  });
});
