import { AsyncResource } from 'node:async_hooks';
import { setImmediate } from 'node:timers/promises';
import {
  ROOT_CONTEXT,
  SpanStatusCode,
  context,
  diag,
  trace,
  type Context,
  type Span,
} from '@opentelemetry/api';
import { SeverityNumber, type LogRecord } from '@opentelemetry/api-logs';
import { ExportResultCode, suppressTracing } from '@opentelemetry/core';
import {
  AlwaysOffSampler,
  BatchSpanProcessor,
  NodeTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import {
  createSessionTracing,
  fromAttributes,
  setSession,
  type LogToSpanOptions,
  type SessionTracingOptions,
} from '../../src/index.js';
import type { EmittedLogRecord } from '../../src/sdk/log-record.js';
import { recordLogs, type LogRecording } from '../support/log-recording.js';
import {
  record,
  stopRecording,
  type Recording,
  type RecordingSetup,
} from '../support/recording.js';
import { until } from '../support/until.js';

afterEach(stopRecording);

interface Both {
  readonly spans: Recording;
  readonly logs: LogRecording;
}

function recordBoth(
  options: SessionTracingOptions = { sessionId: 'A' },
  toSpan: LogToSpanOptions = {},
  setup: RecordingSetup = {},
): Both {
  const spans = record(options, setup);
  return { spans, logs: recordLogs(spans.sessions.logToSpanProcessor(toSpan)) };
}

const under = (span: Span): Context => trace.setSpan(ROOT_CONTEXT, span);

/** The span that becomes of a record. */
function spanOf(emitted: LogRecord, toSpan: LogToSpanOptions = {}): ReadableSpan {
  stopRecording();
  const exporter = new InMemorySpanExporter();
  const { logs } = recordBoth({ sessionId: 'A' }, toSpan, {
    before: [new SimpleSpanProcessor(exporter)],
  });
  logs.emit(emitted, ROOT_CONTEXT);
  const span = exporter.getFinishedSpans().find(({ name }) => name !== 'session');
  if (span === undefined) {
    throw new Error('Expected a span.');
  }
  return span;
}

describe('many processors that were shut down', () => {
  it('leave nothing behind that Node would carry through every await', async () => {
    const { sessions } = record({ sessionId: 'A' });
    const useOnce = async (): Promise<number> => {
      const logs = recordLogs(sessions.logToSpanProcessor());
      logs.emit({ eventName: 'event' }, ROOT_CONTEXT);
      await logs.provider.shutdown();
      // What Node carries it hands to each new resource.
      return Reflect.ownKeys(new AsyncResource('test')).length;
    };
    const first = await useOnce();
    let last = first;
    for (let index = 0; index < 300; index++) {
      last = await useOnce();
    }
    expect(last).toBe(first);
  });
});

describe('the place of a log-made span', () => {
  it('is under the span of the record, also when that has ended', () => {
    const { spans, logs } = recordBoth();
    const turn = spans.tracer.startSpan('interaction');
    const tool = spans.tracer.startSpan('tool', {}, under(turn));
    logs.emit({ eventName: 'tool_decision' }, under(tool));
    tool.end();
    logs.emit({ eventName: 'tool_result' }, under(tool));
    turn.end();
    expect(spans.tree()).toBe(
      [
        'session A',
        '└─ session',
        '   └─ interaction',
        '      └─ tool',
        '         ├─ tool_decision',
        '         └─ tool_result',
      ].join('\n'),
    );
    expect(spans.span('tool_result').attributes['session.id']).toBe('A');
  });

  it('is under the session root where the record has no span', () => {
    const { spans, logs } = recordBoth();
    logs.emit({ eventName: 'session_start' }, ROOT_CONTEXT);
    expect(spans.tree()).toBe('session A\n└─ session\n   └─ session_start');
    expect(spans.problems()).toEqual([]);
  });

  it('is in the turn that the record names, although the filter takes the attributes that tell', () => {
    const { spans, logs } = recordBoth(
      { sessionId: fromAttributes('conversation'), interactionId: 'prompt.id' },
      { attributes: [] },
    );
    const attributes = { conversation: 'A', 'prompt.id': 't1' };
    const turn = spans.tracer.startSpan('interaction', { attributes });
    turn.end();
    logs.emit({ eventName: 'api_request', attributes }, ROOT_CONTEXT);
    expect(spans.tree()).toBe('session A\n└─ session\n   └─ interaction\n      └─ api_request');
  });

  it('follows the rules for spans where record and span are of two sessions', () => {
    const { spans, logs } = recordBoth();
    const turn = spans.tracer.startSpan('interaction');
    logs.emit({ eventName: 'handover' }, setSession(under(turn), 'B'));
    turn.end();
    expect(spans.tree()).toBe(
      [
        'session A',
        '└─ session',
        '   └─ interaction',
        'session B',
        '└─ session',
        '   └─ handover  ~> displaced parent interaction',
      ].join('\n'),
    );
  });

  it('is the same behind the log record processor, which gives records the context of the root', () => {
    const spans = record({ sessionId: 'A' });
    const logs = recordLogs(spans.sessions.logRecordProcessor, spans.sessions.logToSpanProcessor());
    logs.emit({ eventName: 'session_start' }, ROOT_CONTEXT);
    expect(spans.tree()).toBe('session A\n└─ session\n   └─ session_start');
  });

  it('makes no span of a record of no session, unless a span is there', () => {
    const { spans, logs } = recordBoth({ sessionId: () => undefined });
    logs.emit({ eventName: 'idle' }, ROOT_CONTEXT);
    const health = spans.tracer.startSpan('health');
    logs.emit({ eventName: 'checked' }, under(health));
    health.end();
    expect(spans.tree()).toBe('some trace\n└─ health\n   └─ checked');
  });

  it.each(['shared', 'reference', 'omit'] as const)('holds with sessionRoot %s', (sessionRoot) => {
    const { spans, logs } = recordBoth({ sessionId: 'A', sessionRoot });
    logs.emit({ eventName: 'session_start' }, ROOT_CONTEXT);
    expect(spans.span('session_start').traceId).toBe(spans.sessions.traceId('A'));
  });

  it('is nowhere where the sampler drops the session', () => {
    const { spans, logs } = recordBoth({ sessionId: 'A' }, {}, { sampler: new AlwaysOffSampler() });
    logs.emit({ eventName: 'session_start' }, ROOT_CONTEXT);
    const turn = spans.tracer.startSpan('interaction');
    logs.emit({ eventName: 'tool_result' }, under(turn));
    expect(spans.spans()).toEqual([]);
  });

  it('is nowhere after shutdown', async () => {
    const { spans } = recordBoth();
    const processor = spans.sessions.logToSpanProcessor();
    const logs = recordLogs(processor);
    expect(processor.enabled()).toBe(true);
    await processor.forceFlush();
    await processor.shutdown();
    expect(processor.enabled()).toBe(false);
    logs.emit({ eventName: 'late' }, ROOT_CONTEXT);
    expect(spans.spans()).toEqual([]);
  });

  it('is nowhere when the tracer provider does not carry us, and that is told once', () => {
    const exporter = new InMemorySpanExporter();
    const stranger = new NodeTracerProvider({
      spanProcessors: [new SimpleSpanProcessor(exporter)],
    });
    const { spans, logs } = recordBoth({ sessionId: 'A', tracerProvider: stranger });
    logs.emit({ eventName: 'one' }, ROOT_CONTEXT);
    logs.emit({ eventName: 'two' }, ROOT_CONTEXT);
    expect(exporter.getFinishedSpans()).toEqual([]);
    expect(spans.warnings.filter((warning) => warning.includes('log records became'))).toHaveLength(
      1,
    );
  });
});

describe('a log-made span', () => {
  it('is named after the event, in either place, and never after the body', () => {
    expect(spanOf({ eventName: 'tool_result', body: 'secret' }).name).toBe('tool_result');
    expect(spanOf({ attributes: { 'event.name': 'api_request' }, body: 'secret' }).name).toBe(
      'api_request',
    );
    expect(spanOf({ body: 'secret' }).name).toBe('log');
    expect(spanOf({ eventName: 'x'.repeat(257) }).name).toBe('log');
  });

  it.each<[string, unknown, [number, number]]>([
    ['250.5', 250.5, [999, 749_500_000]],
    ['1 000', 1_000, [999, 0]],
    ['0', 0, [1_000, 0]],
    ['text', '250', [999, 750_000_000]],
    ['negative', -5, [1_000, 0]],
    ['NaN', NaN, [1_000, 0]],
    ['Infinity', Infinity, [1_000, 0]],
    ['more than a day', 86_400_001, [1_000, 0]],
    ['before 1970', 1_001_000, [1_000, 0]],
    ['words', 'fast', [1_000, 0]],
    ['nothing', undefined, [1_000, 0]],
  ])('ends at the time of the record and begins duration_ms earlier: %s', (_, duration, start) => {
    const attributes = { duration_ms: duration } as NonNullable<LogRecord['attributes']>;
    const span = spanOf({ timestamp: [1_000, 0], attributes });
    expect([span.startTime, span.endTime]).toEqual([start, [1_000, 0]]);
  });

  it('takes the time of observation for a record without a time', () => {
    expect(spanOf({ timestamp: [0, 0], observedTimestamp: [7, 8] }).endTime).toEqual([7, 8]);
  });

  it.each<[string, unknown]>([
    ['a date that is none', new Date(NaN)],
    ['NaN', NaN],
    ['NaN nanoseconds', [1_000, NaN]],
    ['an infinite one', [Infinity, 0]],
    ['one before 1970', [-5, 0]],
    ['nanoseconds that lead before 1970', [1, -5e9]],
    ['one that no exporter can write', [2 ** 40, 0]],
  ])('takes %s for no time of a record', (_, timestamp) => {
    const time = timestamp as NonNullable<LogRecord['timestamp']>;
    const attributes = { duration_ms: 1_000 };
    const observed = spanOf({ timestamp: time, observedTimestamp: [7, 8], attributes });
    expect([observed.startTime, observed.endTime]).toEqual([
      [6, 8],
      [7, 8],
    ]);
    const before = Math.floor(Date.now() / 1_000);
    const unseen = spanOf({ timestamp: time, observedTimestamp: time, attributes });
    expect(unseen.endTime[0]).toBeGreaterThanOrEqual(before);
    expect(unseen.endTime[0]).toBeLessThanOrEqual(Date.now() / 1_000);
    expect(unseen.duration).toEqual([1, 0]);
  });

  it.each([undefined, null, 1_000, 'yesterday', {}, [], [1_000], ['1000', 0]])(
    'of a record that somebody made with the time %p ends now, and so does its root',
    (hrTime) => {
      const exporter = new InMemorySpanExporter();
      const { sessions } = record(
        { sessionId: 'A' },
        { before: [new SimpleSpanProcessor(exporter)] },
      );
      const made = { hrTime, hrTimeObserved: hrTime, eventName: 'event', attributes: {} };
      const before = Math.floor(Date.now() / 1_000);
      sessions.logToSpanProcessor().onEmit(made as unknown as EmittedLogRecord, ROOT_CONTEXT);
      const ends = exporter.getFinishedSpans().map(({ endTime }) => endTime[0]);
      expect(ends).toHaveLength(2);
      expect(Math.min(...ends)).toBeGreaterThanOrEqual(before);
      expect(Math.max(...ends)).toBeLessThanOrEqual(Date.now() / 1_000);
    },
  );

  it.each<[LogRecord, SpanStatusCode]>([
    [{ severityNumber: SeverityNumber.WARN4 }, SpanStatusCode.UNSET],
    [{ severityNumber: SeverityNumber.ERROR }, SpanStatusCode.ERROR],
    [{ severityNumber: SeverityNumber.FATAL4 }, SpanStatusCode.ERROR],
    [{ attributes: { 'error.type': '429' } }, SpanStatusCode.ERROR],
    [{ attributes: { 'error.type': '' } }, SpanStatusCode.UNSET],
    [{ exception: new TypeError('with a secret') }, SpanStatusCode.ERROR],
    [{ attributes: { error: 'with a secret' } }, SpanStatusCode.UNSET],
  ])('of %j has status %i, without a text', (emitted, code) => {
    const span = spanOf(emitted);
    expect(span.status).toEqual({ code });
    expect(JSON.stringify(span.attributes)).not.toContain('secret');
  });

  it('says where it comes from, and carries what is safe', () => {
    const span = spanOf({
      eventName: 'api_request',
      severityNumber: SeverityNumber.INFO,
      severityText: 'INFO',
      body: 'secret',
      attributes: {
        model: 'm1',
        input_tokens: 12,
        prompt: 'secret',
        tool_input: { command: 'secret' },
        nested: { a: 1 },
        mixed: ['a', 1],
        none: null,
      },
    });
    expect(span.attributes).toEqual({
      'otel_session_trace.source': 'log_record',
      'otel_session_trace.log.severity_number': 9,
      'otel_session_trace.log.severity_text': 'INFO',
      'session.id': 'A',
      model: 'm1',
      input_tokens: 12,
    });
    expect(span.instrumentationScope).toMatchObject({ name: 'runtime', version: '1.2.3' });
    expect(span.events).toEqual([]);
  });

  it('carries the listed keys, or those that a function takes', () => {
    const attributes = { prompt: 'how?', model: 'm1', map: { a: 1 } };
    expect(spanOf({ attributes }, { attributes: ['prompt', 'map'] }).attributes).toMatchObject({
      prompt: 'how?',
    });
    const all = spanOf({ attributes }, { attributes: () => true }).attributes;
    expect(all).toMatchObject({ prompt: 'how?', model: 'm1' });
    expect(all['map']).toBeUndefined();
  });

  it('carries nothing that a filter does not say yes to', () => {
    const { spans, logs } = recordBoth(
      { sessionId: 'A' },
      {
        attributes: () => {
          throw new Error('down');
        },
      },
    );
    logs.emit({ eventName: 'x', attributes: { model: 'm1' } }, ROOT_CONTEXT);
    expect(spans.span('x').attributes['model']).toBeUndefined();
    expect(spans.sessions.stats().resolverErrors).toBe(1);
  });

  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  it.each<[unknown, number, string | undefined]>([
    ['what was said', 100, 'what was said'],
    ['what was said', 4, 'what'],
    ['ab🧵', 3, 'ab'],
    ['ab🧵', 4, 'ab🧵'],
    [{ said: 'so' }, 100, '{"said":"so"}'],
    [circle, 100, undefined],
    [undefined, 100, undefined],
  ])('carries the body %p when asked, up to %i characters', (body, maxBodyLength, carried) => {
    const emitted = { body: body as NonNullable<LogRecord['body']> };
    const { attributes } = spanOf(emitted, { body: true, maxBodyLength });
    expect(attributes['otel_session_trace.log.body']).toBe(carried);
  });

  it.each<[unknown, string]>([
    [null, 'Expected `options` to be an object, got null.'],
    [{ bodies: true }, 'Expected options among attributes, body, maxBodyLength, got `bodies`.'],
    [{ body: 'yes' }, "Expected `body` to be true or false, got 'yes'."],
    [{ maxBodyLength: 0 }, 'Expected `maxBodyLength` to be an integer >= 1, got 0.'],
    [
      { attributes: [''] },
      "Expected `attributes` to be a list of attribute keys, or a function, got [ '' ].",
    ],
    [
      { attributes: 'all' },
      "Expected `attributes` to be a list of attribute keys, or a function, got 'all'.",
    ],
  ])('is refused the options %j', (options, message) => {
    const sessions = createSessionTracing({ sessionId: 'A' });
    expect(() => sessions.logToSpanProcessor(options as LogToSpanOptions)).toThrow(
      new TypeError(message),
    );
  });
});

describe('what is logged while a log-made span is exported', () => {
  /** Runs what may loop, until it has logged, and says how many spans were exported. */
  async function spansAfter(
    loop: (log: () => void) => SpanProcessor,
    { contextManager = true } = {},
  ): Promise<readonly string[]> {
    const exporter = new InMemorySpanExporter();
    const sink: { log: () => void } = { log: () => undefined };
    const sessions = createSessionTracing({
      sessionId: 'A',
      tracerProvider: () => provider,
    });
    const provider: NodeTracerProvider = new NodeTracerProvider({
      spanProcessors: [
        sessions.spanProcessor,
        new SimpleSpanProcessor(exporter),
        loop(() => {
          sink.log();
        }),
      ],
    });
    if (contextManager) {
      provider.register();
    }
    const { logger } = recordLogs(sessions.logToSpanProcessor());
    let logged = 0;
    sink.log = () => {
      // Enough to see that it loops, and not to hang when it does.
      if (++logged < 50) {
        logger.emit({ eventName: 'exported' });
      }
    };
    logger.emit({ eventName: 'first' });
    await until(() => logged > 0);
    // Whatever was on its way has come back by then; a loop would go on at once, and be seen as a third span.
    await provider.forceFlush().catch(() => undefined);
    const names = exporter.getFinishedSpans().map(({ name }) => name);
    await provider.shutdown();
    return names;
  }

  const atEnd = (onEnd: (span: ReadableSpan) => void): SpanProcessor => ({
    onStart: () => undefined,
    onEnd,
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  });
  // The root ends before the first span that it is for, and is none that was made of a log record.
  const isLogMade = ({ attributes }: ReadableSpan): boolean =>
    attributes['otel_session_trace.source'] === 'log_record';

  it.each<[string, (log: () => void) => SpanProcessor]>([
    [
      'at once',
      (log) =>
        atEnd((span) => {
          if (isLogMade(span)) {
            log();
          }
        }),
    ],
    ['later', (log) => atEnd((span) => isLogMade(span) && setTimeout(log, 1))],
    [
      'in another context',
      (log) =>
        atEnd((span) => {
          if (isLogMade(span)) {
            void setImmediate().then(() => {
              context.with(ROOT_CONTEXT, log);
            });
          }
        }),
    ],
    [
      'by an exporter, instrumented or not',
      (log) =>
        new SimpleSpanProcessor({
          export: (spans, done) => {
            spans.filter(isLogMade).forEach(log);
            setTimeout(() => {
              log();
              done({ code: ExportResultCode.SUCCESS });
            }, 1);
          },
          shutdown: () => Promise.resolve(),
        }),
    ],
    [
      'by the SDK about a batch that could not be exported',
      (log) => {
        const ignore = (): void => undefined;
        const bridge = { error: log, warn: ignore, info: ignore, debug: ignore, verbose: ignore };
        diag.setLogger(bridge, { suppressOverrideMessage: true });
        return new BatchSpanProcessor(
          {
            export: (_, done) => {
              setTimeout(() => {
                done({ code: ExportResultCode.FAILED, error: new Error('no route') });
              }, 1);
            },
            shutdown: () => Promise.resolve(),
          },
          { scheduledDelayMillis: 2 },
        );
      },
    ],
  ])('%s makes no span', async (_, loop) => {
    expect(await spansAfter(loop)).toEqual(['session', 'first']);
    stopRecording();
    expect(await spansAfter(loop, { contextManager: false })).toEqual(['session', 'first']);
  });

  it('makes no span in a context in which tracing is suppressed', () => {
    const { spans, logs } = recordBoth();
    logs.emit({ eventName: 'exporting' }, suppressTracing(ROOT_CONTEXT));
    context.with(suppressTracing(ROOT_CONTEXT), () => {
      logs.emit({ eventName: 'exporting' }, ROOT_CONTEXT);
    });
    expect(spans.spans()).toEqual([]);
  });

  it('does not keep records of the application from being spans afterwards', async () => {
    const { spans, logs } = recordBoth();
    logs.emit({ eventName: 'one' });
    await setImmediate();
    logs.emit({ eventName: 'two' });
    expect(spans.spans().map(({ name }) => name)).toEqual(['session', 'one', 'two']);
  });

  it('does not throw into the application', () => {
    const { spans, logs } = recordBoth({
      sessionId: 'A',
      tracerProvider: () => ({
        getTracer: () => {
          throw new Error('no tracers');
        },
      }),
    });
    expect(() => logs.emit({ eventName: 'one' })).not.toThrow();
    expect(spans.warnings.some((warning) => warning.includes('no tracers'))).toBe(true);
    diag.disable();
  });
});
