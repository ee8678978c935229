import { trace, type TracerProvider } from '@opentelemetry/api';
import * as sdk2 from '@opentelemetry/sdk-trace-node';
import * as sdk1 from 'sdk-1';
import {
  SessionTraceSpanProcessor,
  attachSessionTracing,
  createSessionTracing,
  fromAttributes,
  type SessionTracing,
} from '../../src/index.js';
import { captureWarnings, stopRecording } from '../support/recording.js';

afterEach(stopRecording);

// printf A | sha256sum | cut -c 1-32
const TRACE_OF_A = '559aead08264d5795d3909718cdd05ab';

function newSessions(): SessionTracing {
  return createSessionTracing({ sessionId: fromAttributes('session.id') });
}

/** Notes the trace ids that it sees when spans start, and which of its methods are called besides. */
class NotingProcessor {
  readonly traceIds: string[] = [];
  readonly calls: string[] = [];

  onStart(span: { spanContext(): { traceId: string } }): void {
    this.traceIds.push(span.spanContext().traceId);
  }

  onEnd(): void {
    this.calls.push('onEnd');
  }

  forceFlush(): Promise<void> {
    this.calls.push('forceFlush');
    return Promise.resolve();
  }

  shutdown(): Promise<void> {
    this.calls.push('shutdown');
    return Promise.resolve();
  }
}

function startTurn(provider: TracerProvider): void {
  const attributes = { 'session.id': 'A' };
  provider.getTracer('test').startSpan('interaction', { attributes }).end();
}

function addLater(provider: sdk1.NodeTracerProvider, processor: NotingProcessor): void {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- Applications on SDK 1 call it.
  provider.addSpanProcessor(processor);
}

/** A root and a turn. */
const PLACED = [TRACE_OF_A, TRACE_OF_A];

describe('attachSessionTracing', () => {
  it.each([
    ['SDK 2', sdk2.NodeTracerProvider],
    ['SDK 1', sdk1.NodeTracerProvider],
  ])('runs before the processors of a provider of %s, which makes the roots', (_sdk, Provider) => {
    const noting = new NotingProcessor();
    const sessions = newSessions();
    const provider = new Provider({ spanProcessors: [noting] });
    const processors = attachSessionTracing(provider, sessions);
    startTurn(provider);

    expect(processors).toEqual([sessions.spanProcessor, noting]);
    expect(noting.traceIds).toEqual(PLACED);
  });

  it('finds the provider behind the proxy of the API', () => {
    const noting = new NotingProcessor();
    new sdk2.NodeTracerProvider({ spanProcessors: [noting] }).register();
    attachSessionTracing(trace.getTracerProvider(), newSessions());
    startTurn(trace.getTracerProvider());

    expect(noting.traceIds).toEqual(PLACED);
  });

  it('leaves the list of the application as it is', () => {
    const spanProcessors = [new NotingProcessor()];
    const first = new sdk2.NodeTracerProvider({ spanProcessors });
    attachSessionTracing(first, newSessions());
    attachSessionTracing(new sdk2.NodeTracerProvider({ spanProcessors }), newSessions());

    expect(spanProcessors).toHaveLength(1);
  });

  it('is flushed and shut down with the provider', async () => {
    const noting = new NotingProcessor();
    const sessions = newSessions();
    const provider = new sdk2.NodeTracerProvider({ spanProcessors: [noting] });
    attachSessionTracing(provider, sessions);
    await provider.forceFlush();
    await provider.shutdown();
    startTurn(provider);

    expect(noting.calls).toEqual(['forceFlush', 'shutdown', 'onEnd']);
    expect(sessions.stats().interactions).toBe(0);
  });

  it('keeps a processor of ours that a provider has, wherever it is', () => {
    const own = new SessionTraceSpanProcessor({ sessionId: 'A' });
    const noting = new NotingProcessor();
    const spanProcessors = [noting, own as unknown as sdk2.SpanProcessor];
    const provider = new sdk2.NodeTracerProvider({ spanProcessors });

    expect(attachSessionTracing(provider, newSessions())).toEqual([noting, own]);
  });

  it('is attached once', () => {
    const sessions = newSessions();
    const provider = new sdk2.NodeTracerProvider({ spanProcessors: [] });
    attachSessionTracing(provider, sessions);

    expect(attachSessionTracing(provider, sessions)).toEqual([sessions.spanProcessor]);
  });

  it.each([
    ['undefined', undefined, 'undefined'],
    ['null', null, 'null'],
    ['the proxy before there is a provider', trace.getTracerProvider(), 'ProxyTracerProvider {}'],
    ['an object', { getTracer: 1 }, '{ getTracer: 1 }'],
  ])('refuses %s', (_what, provider, description) => {
    expect(() =>
      attachSessionTracing(provider as unknown as TracerProvider, newSessions()),
    ).toThrow(
      new TypeError(
        `Expected \`provider\` to be a tracer provider of the OpenTelemetry SDK 1, 2 or 3, got ${description}.`,
      ),
    );
  });

  it('goes last, with a warning, where there is no list to go first in', () => {
    const warnings = captureWarnings();
    const addSpanProcessor = jest.fn();
    const sessions = newSessions();
    class OtherProvider {
      readonly addSpanProcessor = addSpanProcessor;
      readonly getTracer = jest.fn();
    }
    const processors = attachSessionTracing(new OtherProvider(), sessions);

    expect(processors).toEqual([sessions.spanProcessor]);
    expect(addSpanProcessor).toHaveBeenCalledWith(sessions.spanProcessor);
    expect(warnings).toEqual([
      "otel-session-trace: the span processors of 'OtherProvider' are not where those of SDK 1, 2 and 3 " +
        'are: session tracing was added after them, and they see the trace ids that the SDK makes.',
    ]);
  });
});

describe('attachSessionTracing to a provider of SDK 1 without registered processors', () => {
  it('stays before processors that are added later', () => {
    const provider = new sdk1.NodeTracerProvider();
    attachSessionTracing(provider, newSessions());
    const [first, second] = [new NotingProcessor(), new NotingProcessor()];
    addLater(provider, first);
    addLater(provider, second);
    startTurn(provider);

    expect([first.traceIds, second.traceIds]).toEqual([PLACED, PLACED]);
  });

  it('works before any is added', () => {
    const provider = new sdk1.NodeTracerProvider();
    const sessions = newSessions();
    attachSessionTracing(provider, sessions);
    startTurn(provider);

    expect(sessions.stats()).toMatchObject({ interactions: 1, liveSessions: 1 });
  });

  it('keeps the default processor until one is added, and has it shut down then', async () => {
    const standard = new NotingProcessor();
    const provider = new sdk1.NodeTracerProvider();
    // What SDK 1 makes of OTEL_TRACES_EXPORTER, without the exporter.
    provider.activeSpanProcessor = standard;
    attachSessionTracing(provider, newSessions());
    startTurn(provider);
    await provider.getActiveSpanProcessor().forceFlush();
    addLater(provider, new NotingProcessor());
    startTurn(provider);

    expect(standard.traceIds).toEqual(PLACED);
    expect(standard.calls).toEqual(['onEnd', 'onEnd', 'forceFlush', 'shutdown']);
  });

  it('is shut down with the provider', async () => {
    const standard = new NotingProcessor();
    const provider = new sdk1.NodeTracerProvider();
    provider.activeSpanProcessor = standard;
    const sessions = newSessions();
    attachSessionTracing(provider, sessions);
    await provider.shutdown();
    startTurn(provider);

    expect(standard.calls).toContain('shutdown');
    expect(sessions.stats().interactions).toBe(0);
  });
});
