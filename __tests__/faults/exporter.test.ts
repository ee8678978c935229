import { ROOT_CONTEXT, trace, type Context, type Span, type Tracer } from '@opentelemetry/api';
import { ExportResultCode, type ExportResult } from '@opentelemetry/core';
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  SimpleSpanProcessor,
  type ReadableSpan,
  type SpanExporter,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { createSessionTracing, fromAttributes } from '../../src/index.js';
import { findProblems } from '../../examples/support/well-formed.js';
import { received } from '../support/received.js';
import { captureWarnings, stopRecording } from '../support/recording.js';
import { until } from '../support/until.js';

afterEach(stopRecording);

type Done = (result: ExportResult) => void;
type Behaviour = (done: Done, tracer: () => Tracer, calls: number) => unknown;

const ok: ExportResult = { code: ExportResultCode.SUCCESS };
const failed: ExportResult = { code: ExportResultCode.FAILED, error: new Error('503') };

const BEHAVIOURS: Readonly<Record<string, Behaviour>> = {
  quick: (done) => {
    done(ok);
  },
  slow: (done) => {
    setTimeout(done, 3, ok);
  },
  failing: (done) => {
    done(failed);
  },
  'failing late': (done) => {
    setTimeout(done, 3, failed);
  },
  throwing: () => {
    throw new Error('gone');
  },
  rejecting: () => Promise.reject(new Error('gone')),
  hanging: () => undefined,
  'hanging now and then': (done, _, calls) => {
    if (calls % 3 > 0) {
      done(ok);
    }
  },
  'answering twice': (done) => {
    done(ok);
    done(failed);
  },
  're-entrant': (done, tracer, calls) => {
    if (calls <= 20) {
      const outer = tracer().startSpan('interaction', {}, ROOT_CONTEXT);
      tracer()
        .startSpan('of the export', {}, trace.setSpan(ROOT_CONTEXT, outer))
        .setAttribute('session.id', `E${String(calls % 3)}`)
        .end();
      outer.end();
    }
    done(ok);
  },
};

const unknown: Behaviour = () => {
  throw new Error('unknown behaviour');
};

/** A delegate that keeps what it was given, and then behaves. */
class Behaving implements SpanExporter {
  readonly spans: ReadableSpan[] = [];
  readonly #behaviour: Behaviour;
  readonly #tracer: () => Tracer;
  #calls = 0;

  constructor(behaviour: Behaviour, tracer: () => Tracer) {
    this.#behaviour = behaviour;
    this.#tracer = tracer;
  }

  export(spans: ReadableSpan[], done: Done): void {
    this.spans.push(...spans);
    return this.#behaviour(done, this.#tracer, ++this.#calls) as undefined;
  }

  shutdown(): Promise<void> {
    return Promise.resolve();
  }
}

const TIMEOUT = { exportTimeoutMillis: 40 };
const BATCH = { ...TIMEOUT, maxExportBatchSize: 16, scheduledDelayMillis: 5 };

const batch = (exporter: SpanExporter): SpanProcessor => new BatchSpanProcessor(exporter, BATCH);
const simple = (exporter: SpanExporter): SpanProcessor => new SimpleSpanProcessor(exporter);

const PROCESSORS: Readonly<
  Record<string, (make: () => SpanExporter) => { processors: SpanProcessor[]; times: number }>
> = {
  simple: (make) => ({ processors: [simple(make())], times: 1 }),
  batch: (make) => ({ processors: [batch(make())], times: 1 }),
  'two exporters': (make) => ({ processors: [simple(make()), batch(make())], times: 2 }),
  'one exporter under two': (make) => {
    const exporter = make();
    return { processors: [simple(exporter), batch(exporter)], times: 2 };
  },
};

/** Turns and requests of sessions known at the start, at the end, and not at all, some of them cut. */
async function runProgram(tracer: Tracer, seed: number, flush: () => Promise<void>): Promise<void> {
  const random = numbersFrom(seed);
  const under = (span: Span): Context => trace.setSpan(ROOT_CONTEXT, span);
  for (let round = 0; round < 20; round++) {
    const request = random(2) === 0 ? tracer.startSpan('request', {}, ROOT_CONTEXT) : undefined;
    const open: Span[] = request === undefined ? [] : [request];
    for (let index = random(3); index >= 0; index--) {
      const session = ['A', 'B', 'C', undefined][random(4)];
      const attributes =
        session !== undefined && random(3) === 0 ? { 'session.id': session } : undefined;
      const turn = tracer.startSpan(
        'interaction',
        attributes === undefined ? {} : { attributes },
        request === undefined ? ROOT_CONTEXT : under(request),
      );
      const tool = tracer.startSpan('tool', {}, under(turn));
      const model = tracer.startSpan('model', {}, under(random(2) === 0 ? turn : tool));
      if (session !== undefined) {
        [model, tool, turn][random(3)]?.setAttribute('session.id', session);
      }
      open.push(turn, tool, model);
    }
    // Children first, mostly, as it happens; a few outlive their parents.
    while (open.length > 0) {
      open.splice(random(3) === 0 ? random(open.length) : open.length - 1, 1)[0]?.end();
      if (random(40) === 0) {
        await flush();
      }
    }
    if (random(4) === 0) {
      await new Promise(setImmediate);
    }
  }
}

describe.each(Object.keys(BEHAVIOURS))(
  'behind the session exporter, a delegate that is %s',
  (kind) => {
    it.each(Object.keys(PROCESSORS))(
      'is given what came in, once, in its place: %s',
      async (under) => {
        captureWarnings();
        const sessions = createSessionTracing({ sessionId: fromAttributes('session.id') });
        const delegates: Behaving[] = [];
        const exporters: (SpanExporter & { forceFlush(): Promise<void> })[] = [];
        const ended = new Map<string, string>();
        const { processors, times } = PROCESSORS[under]?.(() => {
          const delegate = new Behaving(BEHAVIOURS[kind] ?? unknown, () =>
            provider.getTracer('exporter'),
          );
          delegates.push(delegate);
          const exporter = sessions.exporter(delegate, { ...TIMEOUT, maxSpans: 60 });
          exporters.push(exporter);
          return exporter;
        }) ?? { processors: [], times: 0 };
        const provider: NodeTracerProvider = new NodeTracerProvider({
          spanProcessors: [sessions.spanProcessor, notingEnds(ended), ...processors],
        });
        provider.register();
        const flush = (): Promise<void> =>
          flushed([
            ...exporters,
            ...processors.filter((each) => each instanceof BatchSpanProcessor),
          ]);
        for (const seed of [1, 2]) {
          await runProgram(provider.getTracer('test'), seed, flush);
        }
        await flush();
        await provider.shutdown().catch(() => undefined);
        const givenOut = (): ReadableSpan[] => delegates.flatMap(({ spans }) => spans);
        await until(() => givenOut().length >= ended.size * times);
        await new Promise(setImmediate);
        expect(countsOf(givenOut())).toEqual(new Map([...ended.keys()].map((id) => [id, times])));
        expect(placesOf(givenOut())).toBe(ended.size);
        for (const { spans } of delegates) {
          const lost = problemsOf(spans).filter((text) => !/^session |^trace /.test(text));
          expect(lost).toEqual([]);
        }
        expect(rootsAfterTheirSpans(delegates)).toEqual([]);
        expect(sessions.stats().unwritableSpans).toBe(0);
      },
    );
  },
);

/**
 * A batch processor throws at a flush what an export failed with, or that it took too long. A simple one would wait
 * for ever for an export that hangs, so its exporter is flushed in its stead.
 */
async function flushed(parts: readonly { forceFlush(): Promise<void> }[]): Promise<void> {
  await Promise.allSettled(parts.map((part) => part.forceFlush()));
}

/** Notes each span that ends; the processors behind are handed no other. */
function notingEnds(ended: Map<string, string>): SpanProcessor {
  return {
    onStart: () => undefined,
    onEnd: (span) => {
      ended.set(span.spanContext().spanId, span.name);
    },
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}

function countsOf(spans: readonly ReadableSpan[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const span of spans) {
    const { spanId } = span.spanContext();
    counts.set(spanId, (counts.get(spanId) ?? 0) + 1);
  }
  return counts;
}

/** In how many places the spans are: as many as there are spans. */
function placesOf(spans: readonly ReadableSpan[]): number {
  const places = spans.map((span) => {
    const { traceId, spanId } = span.spanContext();
    return `${traceId} ${spanId} ${span.parentSpanContext?.spanId ?? 'none'}`;
  });
  return new Set(places).size;
}

function problemsOf(spans: readonly ReadableSpan[]): readonly string[] {
  const byId = new Map(spans.map((span) => [span.spanContext().spanId, span]));
  return findProblems([...byId.values()].map((span, index) => received(span, index)));
}

/** The spans that a delegate got before the session root that they are under. */
function rootsAfterTheirSpans(delegates: readonly Behaving[]): readonly string[] {
  return delegates.flatMap(({ spans }) => {
    const roots = new Set(
      spans.filter(({ name }) => name === 'session').map((span) => span.spanContext().spanId),
    );
    const seen = new Set<string>();
    return spans.flatMap((span) => {
      seen.add(span.spanContext().spanId);
      const parent = span.parentSpanContext?.spanId ?? '';
      return roots.has(parent) && !seen.has(parent) ? [span.name] : [];
    });
  });
}

/** Numbers that look random, the same for the same seed: a linear congruential generator. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}
