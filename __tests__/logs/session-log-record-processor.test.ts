import { ROOT_CONTEXT, TraceFlags, context, trace, type Span } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import {
  LoggerProvider,
  type LogRecordProcessor,
  type ReadableLogRecord,
} from '@opentelemetry/sdk-logs';
import {
  AlwaysOffSampler,
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import {
  createSessionTracing,
  firstOf,
  fromAttributes,
  setSession,
  withSession,
  type EmittedLogRecord,
  type SessionTracingOptions,
} from '../../src/index.js';
import { recordLogs, type LogRecording } from '../support/log-recording.js';
import { record, stopRecording, type Recording } from '../support/recording.js';

afterEach(stopRecording);

function recordBoth(
  options: SessionTracingOptions,
  setup: Parameters<typeof record>[1] = {},
): { spans: Recording; logs: LogRecording } {
  const spans = record(options, setup);
  return { spans, logs: recordLogs(spans.sessions.logRecordProcessor) };
}

const under = (span: Span): ReturnType<typeof trace.setSpan> => trace.setSpan(ROOT_CONTEXT, span);

/** Which span a record is shown at, by name. */
function homeOf(spans: Recording, { spanContext }: ReadableLogRecord): string {
  if (spanContext === undefined) {
    return 'nowhere';
  }
  const home = spans
    .spans()
    .find(
      ({ traceId, spanId }) => traceId === spanContext.traceId && spanId === spanContext.spanId,
    );
  return home?.name ?? 'a span that is not exported';
}

describe('the log record processor', () => {
  it('gives a record without a span the context of the session root, which it makes', () => {
    const { spans, logs } = recordBoth({ sessionId: 'A' });
    const emitted = logs.emit({ eventName: 'session_start', timestamp: [1_700_000_000, 5] });
    expect(homeOf(spans, emitted)).toBe('session');
    expect(emitted.attributes).toEqual({ 'session.id': 'A' });
    spans.tracer.startSpan('interaction').end();
    expect(spans.tree()).toBe('session A\n└─ session\n   └─ interaction');
  });

  it('leaves a record with the span that it was emitted in, and stamps it', () => {
    const { spans, logs } = recordBoth({ sessionId: 'A' });
    const turn = spans.tracer.startSpan('interaction');
    const emitted = logs.emit({ eventName: 'tool_result' }, under(turn));
    turn.end();
    expect(homeOf(spans, emitted)).toBe('interaction');
    expect(emitted.attributes).toEqual({ 'session.id': 'A' });
  });

  it('keeps a record with its span although the current session is another by now', () => {
    const current = { id: 'A' };
    const { spans, logs } = recordBoth({ sessionId: () => current.id });
    const turn = spans.tracer.startSpan('interaction');
    turn.end();
    current.id = 'B';
    expect(logs.emit({}, under(turn)).attributes).toEqual({ 'session.id': 'A' });
    expect(logs.emit({}, ROOT_CONTEXT).attributes).toEqual({ 'session.id': 'B' });
  });

  it('takes the session of withSession, unless the span was started inside of it in another', () => {
    const { spans, logs } = recordBoth({ sessionId: fromAttributes('session') });
    const inA = spans.tracer.startSpan('interaction', { attributes: { session: 'A' } });
    const here = setSession(under(inA), 'B');
    expect(logs.emit({}, here).attributes).toEqual({ 'session.id': 'B' });
    const furtherOut = trace.setSpan(setSession(ROOT_CONTEXT, 'B'), inA);
    expect(logs.emit({}, furtherOut).attributes).toEqual({ 'session.id': 'A' });
    const none = spans.tracer.startSpan('health', {}, ROOT_CONTEXT);
    const olderThanTheSpan = trace.setSpan(setSession(ROOT_CONTEXT, 'B'), none);
    expect(logs.emit({}, olderThanTheSpan).attributes).toEqual({ 'session.id': 'B' });
    withSession('C', () => {
      expect(logs.emit({}).attributes).toEqual({ 'session.id': 'C' });
    });
  });

  it('shows the resolver the record as a span', () => {
    const seen: unknown[] = [];
    const { logs } = recordBoth({
      sessionId: firstOf((span) => {
        seen.push({ ...span });
        return undefined;
      }, fromAttributes('session')),
    });
    const emitted = logs.emit({ eventName: 'tool_result', attributes: { session: 'A' } });
    expect(emitted.attributes).toEqual({ session: 'A', 'session.id': 'A' });
    expect(seen[0]).toMatchObject({ name: 'tool_result', kind: 0, attributes: { session: 'A' } });
    logs.emit({ attributes: { 'event.name': 'old_style' } });
    logs.emit({ body: 'a line' });
    expect(seen.slice(1)).toMatchObject([{ name: 'old_style' }, { name: '' }]);
  });

  it('gives a record that names a known turn the context of that turn', () => {
    const { spans, logs } = recordBoth({ sessionId: 'A', interactionId: 'prompt.id' });
    const turn = spans.tracer.startSpan('interaction', { attributes: { 'prompt.id': 't1' } });
    turn.end();
    const home = (id: string): string =>
      homeOf(spans, logs.emit({ attributes: { 'prompt.id': id } }, ROOT_CONTEXT));
    expect([home('t1'), home('t2')]).toEqual(['interaction', 'session']);
  });

  it.each([
    ['reference', 'a span that is not exported'],
    ['omit', 'nowhere'],
  ] as const)('with sessionRoot %s points to %s', (sessionRoot, home) => {
    const { spans, logs } = recordBoth({ sessionId: 'A', sessionRoot });
    const emitted = logs.emit({});
    expect(homeOf(spans, emitted)).toBe(home);
    expect(emitted.attributes).toEqual({ 'session.id': 'A' });
    expect(emitted.spanContext?.isRemote).toBe(sessionRoot === 'reference' ? true : undefined);
  });

  it('gives no context where the sampler dropped the session', () => {
    const { spans, logs } = recordBoth(
      { sessionId: 'A' },
      { sampler: (sessions) => sessions.sampler(new AlwaysOffSampler()) },
    );
    expect(homeOf(spans, logs.emit({}))).toBe('nowhere');
    expect(spans.warnings).toEqual([]);
  });

  it('leaves a record of no session alone, and one in a span that a sampler dropped where it is', () => {
    const { logs } = recordBoth({ sessionId: fromAttributes('session') });
    const alone = logs.emit({ attributes: { mine: 1 } });
    expect(alone.attributes).toEqual({ mine: 1 });
    expect(alone.spanContext).toBeUndefined();
    const dropped = {
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'abcdefabcdefabcd',
      traceFlags: TraceFlags.NONE,
    };
    const emitted = logs.emit(
      { attributes: { session: 'A' } },
      trace.setSpanContext(ROOT_CONTEXT, dropped),
    );
    expect(emitted.spanContext).toBe(dropped);
    expect(emitted.attributes['session.id']).toBe('A');
  });

  it('never stamps over a value that is there', () => {
    const { logs } = recordBoth({
      sessionId: 'A',
      sessionAttributes: (id) => ({ 'session.id': `hash of ${id}`, tier: 'free' }),
    });
    const emitted = logs.emit({ attributes: { tier: 'paid' } });
    expect(emitted.attributes).toEqual({ tier: 'paid', 'session.id': 'hash of A' });
  });

  it('makes no root for what an exporter logs', () => {
    const { spans, logs } = recordBoth({ sessionId: 'A' });
    const exporting = suppressTracing(ROOT_CONTEXT);
    expect(homeOf(spans, logs.emit({}, exporting))).toBe('nowhere');
    expect(spans.spans()).toEqual([]);
    spans.tracer.startSpan('interaction').end();
    expect(homeOf(spans, logs.emit({}, exporting))).toBe('session');
  });

  it.each([true, false])('keeps a logger as enabled as the others say: %p', (enabled) => {
    const { spans } = recordBoth({ sessionId: 'A' });
    const other: LogRecordProcessor = {
      enabled: () => enabled,
      onEmit: () => undefined,
      forceFlush: () => Promise.resolve(),
      shutdown: () => Promise.resolve(),
    };
    const provider = new LoggerProvider({ processors: [spans.sessions.logRecordProcessor, other] });
    expect(provider.getLogger('runtime').enabled()).toBe(enabled);
  });

  it('does nothing after shutdown', async () => {
    const { spans, logs } = recordBoth({ sessionId: 'A' });
    await spans.sessions.logRecordProcessor.forceFlush();
    await spans.sessions.logRecordProcessor.shutdown();
    expect(logs.emit({ attributes: { mine: 1 } }).attributes).toEqual({ mine: 1 });
    expect(spans.spans()).toEqual([]);
  });
});

describe('a record inside a span whose session only its end may tell', () => {
  it('that names a session does not pull the span into it behind sessions.exporter', async () => {
    const delegate = new InMemorySpanExporter();
    const sessions = createSessionTracing({ sessionId: fromAttributes('session.id') });
    const provider = new NodeTracerProvider({
      spanProcessors: [
        sessions.spanProcessor,
        new SimpleSpanProcessor(sessions.exporter(delegate)),
      ],
    });
    provider.register();
    const logs = recordLogs(sessions.logRecordProcessor, sessions.logToSpanProcessor());
    const request = provider.getTracer('server').startSpan('request', {}, ROOT_CONTEXT);
    logs.emit({ eventName: 'looked_up', attributes: { 'session.id': 'victim' } }, under(request));
    request.end();
    await provider.forceFlush();
    const exported = delegate.getFinishedSpans().find(({ name }) => name === 'request');
    expect(exported?.attributes).toEqual({});
    expect(exported?.spanContext().traceId).toBe(request.spanContext().traceId);
    expect(exported?.spanContext().traceId).not.toBe(sessions.traceId('victim'));
  });

  it.each([{}, { 'session.id': 'B' }])(
    'with the attributes %j does not keep the span from being placed at its end',
    (attributes) => {
      const { spans, logs } = recordBoth({ sessionId: fromAttributes('session.id') });
      const chat = spans.tracer.startSpan('chat', {}, ROOT_CONTEXT);
      logs.emit({ body: 'a line', attributes }, under(chat));
      chat.setAttribute('session.id', 'A').end();
      expect(spans.tree()).toBe('session A\n└─ session\n   └─ chat');
    },
  );
});

describe('a record that cannot be written', () => {
  const plain = (): EmittedLogRecord => ({
    hrTime: [1, 0],
    attributes: {},
    setAttribute(key, value) {
      (this.attributes as Record<string, unknown>)[key] = value;
    },
  });
  const swallowing = Object.defineProperty(plain(), 'spanContext', {
    get: () => undefined,
    set: () => undefined,
  });
  const throwing = new Proxy(plain(), {
    get(target, key) {
      if (key === 'attributes') {
        throw new Error('mine');
      }
      return Reflect.get(target, key) as unknown;
    },
  });

  it.each<[string, EmittedLogRecord]>([
    ['frozen', Object.freeze(plain())],
    ['with frozen attributes', { ...plain(), attributes: Object.freeze({}) }],
    ['read-only, as the SDK says it', { ...plain(), _isReadonly: true } as EmittedLogRecord],
    ['with a setter that swallows', swallowing],
    ['foreign', { hrTime: [1, 0], attributes: {} } as unknown as EmittedLogRecord],
  ])('%s is left whole and counted', (_, broken) => {
    const { spans } = recordBoth({ sessionId: 'A' });
    spans.sessions.logRecordProcessor.onEmit(broken, context.active());
    expect(spans.sessions.stats().unwritableRecords).toBe(1);
    expect(broken.attributes).toEqual({});
    expect(broken.spanContext).toBeUndefined();
  });

  it('is counted when it throws, and told of once', () => {
    const { spans } = recordBoth({ sessionId: 'A' });
    for (let index = 0; index < 3; index++) {
      spans.sessions.logRecordProcessor.onEmit(throwing, context.active());
    }
    expect(spans.sessions.stats().unwritableRecords).toBe(3);
    expect(spans.warnings).toEqual([
      expect.stringContaining('a log record was left as it was: Error: mine') as string,
    ]);
  });
});
