import { ROOT_CONTEXT, context, trace } from '@opentelemetry/api';
import { ExportResultCode, isTracingSuppressed, type ExportResult } from '@opentelemetry/core';
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  type ReadableSpan,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-node';
import { createSessionTracing, fromAttributes } from '../../src/index.js';
import { names, recordLate, type LateRecording } from '../support/late-recording.js';
import { stopRecording } from '../support/recording.js';

afterEach(() => {
  jest.useRealTimers();
  stopRecording();
});

/** A delegate that notes how it is called, and answers when it is told to. */
class Noting implements SpanExporter {
  readonly calls: { readonly names: readonly string[]; readonly suppressed: boolean }[] = [];
  readonly answers: ((result: ExportResult) => void)[] = [];
  answersItself: boolean;
  running = 0;
  mostAtOnce = 0;

  constructor(answersItself = true) {
    this.answersItself = answersItself;
  }

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.running++;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.running);
    this.#note(spans.map(({ name }) => name));
    this.answers.push((result) => {
      this.running--;
      done(result);
    });
    if (this.answersItself) {
      this.answers.at(-1)?.({ code: ExportResultCode.SUCCESS });
    }
  }

  forceFlush(): Promise<void> {
    this.#note(['forceFlush']);
    return Promise.resolve();
  }

  shutdown(): Promise<void> {
    this.#note(['shutdown']);
    return Promise.resolve();
  }

  #note(called: readonly string[]): void {
    this.calls.push({ names: called, suppressed: isTracingSuppressed(context.active()) });
  }
}

function holdOne(recording: LateRecording, name: string): void {
  recording.end(recording.start(name, recording.start('open')));
}

describe('what the session exporter exports by itself', () => {
  it('runs in a context without tracing: at a flush, in time, and at shutdown', async () => {
    jest.useFakeTimers();
    const delegate = new Noting();
    const recording = recordLate({}, { holdMillis: 100 }, delegate);
    holdOne(recording, 'flushed');
    await recording.provider.forceFlush();
    holdOne(recording, 'timed');
    jest.advanceTimersByTime(150);
    holdOne(recording, 'left');
    await recording.provider.shutdown();
    expect(delegate.calls.map(({ names: [name] }) => name)).toEqual([
      ...['flushed', 'forceFlush', 'timed', 'left', 'shutdown'],
    ]);
    expect(delegate.calls.filter(({ suppressed }) => !suppressed)).toEqual([]);
  });

  it('waits for the export that runs, as the batch processor does', async () => {
    jest.useFakeTimers();
    const delegate = new Noting(false);
    const sessions = createSessionTracing({ sessionId: fromAttributes('session.id') });
    const exporter = sessions.exporter(delegate, { holdMillis: 100 });
    const provider = new NodeTracerProvider({
      spanProcessors: [
        sessions.spanProcessor,
        new BatchSpanProcessor(exporter, { scheduledDelayMillis: 30 }),
      ],
    });
    provider.register();
    const tracer = provider.getTracer('test');
    const answerAll = async (): Promise<void> => {
      while (delegate.running > 0) {
        delegate.answers.at(-delegate.running)?.({ code: ExportResultCode.SUCCESS });
        await jest.advanceTimersByTimeAsync(0);
      }
    };
    for (let round = 0; round < 20; round++) {
      const told = tracer.startSpan('told', { attributes: { 'session.id': 'A' } });
      told.end();
      const open = trace.setSpan(ROOT_CONTEXT, tracer.startSpan('open'));
      tracer.startSpan('held', {}, open).end();
      await jest.advanceTimersByTimeAsync(70);
      if (round % 4 === 3) {
        await answerAll();
      }
    }
    await answerAll();
    expect(delegate.mostAtOnce).toBe(1);
    delegate.answersItself = true;
    await provider.shutdown();
    expect(delegate.calls.flatMap(({ names: called }) => called).sort()).toEqual([
      ...Array<string>(20).fill('held'),
      'session',
      'shutdown',
      ...Array<string>(20).fill('told'),
    ]);
  });

  it('is given up after the time that the user sets', async () => {
    jest.useFakeTimers();
    const delegate = new Noting(false);
    const recording = recordLate({}, { exportTimeoutMillis: 50 }, delegate);
    holdOne(recording, 'held');
    const flushed = jest.fn();
    void recording.provider.shutdown().then(flushed);
    await jest.advanceTimersByTimeAsync(40);
    expect(flushed).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(20);
    expect(flushed).toHaveBeenCalled();
    expect(recording.sessions.stats().exportFailures).toBe(1);
  });

  it('answers once, whatever the delegate does', async () => {
    const delegate: SpanExporter = {
      export: (_spans, done) => {
        done({ code: ExportResultCode.FAILED });
        done({ code: ExportResultCode.FAILED });
        throw new Error('after all');
      },
      shutdown: () => Promise.resolve(),
    };
    const recording = recordLate({ sessionId: 'A' }, {}, delegate);
    recording.end(recording.start('span'));
    await recording.provider.forceFlush().catch(() => undefined);
    // The span, and the session root.
    expect(recording.sessions.stats().exportFailures).toBe(2);
  });

  it.each([undefined, null, 0, 'ok', {}, { code: '0' }, () => 0])(
    'takes the answer %p for a failure, and hands on one that a span processor can read',
    (answer) => {
      const delegate: SpanExporter = {
        export: (_spans, done) => {
          done(answer as unknown as ExportResult);
        },
        shutdown: () => Promise.resolve(),
      };
      const sessions = createSessionTracing({ sessionId: fromAttributes('session.id') });
      const exporter = sessions.exporter(delegate);
      const span = new NodeTracerProvider().getTracer('test').startSpan('span');
      const answers: unknown[] = [];
      const told = { 'session.id': 'A' };
      span.setAttributes(told).end();
      exporter.export([span as unknown as ReadableSpan], (result) => answers.push(result));
      expect(answers).toEqual([
        { code: ExportResultCode.FAILED, error: expect.any(Error) as unknown },
      ]);
      expect(sessions.stats().exportFailures).toBe(1);
    },
  );

  it.each([
    [
      'of another make',
      {
        then: (_: unknown, fail: (e: Error) => void) => {
          fail(new Error('no'));
        },
      },
    ],
    [
      'that is none',
      {
        then: () => {
          throw new Error('no');
        },
      },
    ],
  ])('takes a promise %s that is rejected as a failure', (_, returned) => {
    const delegate: SpanExporter = {
      export: () => returned as unknown as undefined,
      shutdown: () => Promise.resolve(),
    };
    const recording = recordLate({ sessionId: 'A' }, {}, delegate);
    recording.end(recording.start('span'));
    // The session root, and the span.
    expect(recording.sessions.stats().exportFailures).toBe(2);
  });

  it('takes a promise that is rejected as a failure', async () => {
    const delegate: SpanExporter = {
      // eslint-disable-next-line @typescript-eslint/no-misused-promises -- the mistake that is meant
      export: () => Promise.reject(new Error('gone')),
      shutdown: () => Promise.resolve(),
    };
    const recording = recordLate({}, {}, delegate);
    holdOne(recording, 'held');
    await recording.provider.forceFlush().catch(() => undefined);
    expect(recording.sessions.stats().exportFailures).toBe(1);
    expect(names(recording)).toEqual([]);
  });
});
