import { ROOT_CONTEXT, trace, type TracerProvider } from '@opentelemetry/api';
import * as sdk2 from '@opentelemetry/sdk-trace-node';
import * as sdk1 from 'sdk-1';
import { stopRecording } from '../support/recording.js';

// printf A | sha256sum | cut -c 1-32
const TRACE_OF_A = '559aead08264d5795d3909718cdd05ab';

beforeAll(async () => {
  await import('../../src/register.js');
});

afterEach(stopRecording);

/** A local trace whose inner span tells the session at its end. */
function startLateTrace(): void {
  const tracer = trace.getTracer('agent');
  const top = tracer.startSpan('top', {}, ROOT_CONTEXT);
  const inner = tracer.startSpan('inner', {}, trace.setSpan(ROOT_CONTEXT, top));
  inner.setAttribute('session.id', 'A').end();
  top.end();
}

/** The traces of the spans that were exported. */
function tracesOf(
  exporter: Pick<sdk2.InMemorySpanExporter | sdk1.InMemorySpanExporter, 'getFinishedSpans'>,
): Record<string, string> {
  const spans = exporter.getFinishedSpans();
  return Object.fromEntries(spans.map((span) => [span.name, span.spanContext().traceId]));
}

const PLACED = { session: TRACE_OF_A, top: TRACE_OF_A, inner: TRACE_OF_A };

describe('the register hook', () => {
  it('holds what goes to the exporters of a provider of SDK 2', async () => {
    const exporter = new sdk2.InMemorySpanExporter();
    const provider = new sdk2.NodeTracerProvider({
      spanProcessors: [new sdk2.BatchSpanProcessor(exporter)],
    });
    provider.register();
    startLateTrace();
    await provider.forceFlush();

    expect(tracesOf(exporter)).toEqual(PLACED);
  });

  it('holds what goes to exporters that are added to a provider of SDK 1 later', async () => {
    const exporter = new sdk1.InMemorySpanExporter();
    const provider = new sdk1.NodeTracerProvider();
    provider.register();
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- Applications on SDK 1 call it.
    provider.addSpanProcessor(new sdk1.BatchSpanProcessor(exporter));
    startLateTrace();
    await provider.forceFlush();

    expect(tracesOf(exporter)).toEqual(PLACED);
  });

  it('leaves a provider that carries us by itself as it is', async () => {
    const { createSessionTracing } = await import('../../src/index.js');
    const exporter = new sdk2.InMemorySpanExporter();
    const own = createSessionTracing({ sessionId: 'B' });
    const provider = new sdk2.NodeTracerProvider({
      spanProcessors: [own.spanProcessor, new sdk2.SimpleSpanProcessor(exporter)],
    });
    provider.register();
    startLateTrace();
    await provider.forceFlush();

    expect(new Set(Object.values(tracesOf(exporter)))).toEqual(new Set([own.traceId('B')]));
  });

  it('says in one line why it gives up, and lets the application register its provider', () => {
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const other: TracerProvider = { getTracer: jest.fn() };
    trace.setGlobalTracerProvider(other);
    const lines = write.mock.calls.map(([line]) => line);
    write.mockRestore();

    expect(lines).toEqual([
      expect.stringMatching(
        /^otel-session-trace: Expected `provider` to be .* without session tracing\.\n$/,
      ),
    ]);
    expect(trace.getTracerProvider()).toHaveProperty('getDelegate');
  });
});
