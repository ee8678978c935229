import { sizesOf, forgetSizes } from './support/watch-stores.js';
import { AsyncResource } from 'node:async_hooks';
import {
  ROOT_CONTEXT,
  TraceFlags,
  context,
  metrics,
  trace,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import {
  AlwaysOffSampler,
  BatchSpanProcessor,
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
  type ReadableSpan,
  type SpanExporter,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import {
  createSessionTracing,
  fromAttributes,
  setSession,
  withSession,
  type HoldingOptions,
  type SessionTracing,
  type SessionTracingOptions,
} from '../../src/index.js';
import { recordLogs } from '../support/log-recording.js';
import { captureWarnings, record, stopRecording } from '../support/recording.js';
import { collectGarbage } from './support/heap.js';
import { findStores } from './support/find-stores.js';
import { NOT_GROWING } from './not-growing.js';

beforeEach(forgetSizes);
afterEach(() => {
  metrics.disable();
  stopRecording();
  jest.useRealTimers();
});

/** What fills a store past its bound through the public API. */
type Fill = () => void | Promise<void>;

/** Each Map and Set that outlives a call: its bound in words and as a number, and what fills it past that. */
const FILLED: Readonly<Record<string, readonly [bound: string, size: number, fill: Fill]>> = {
  'sessions/session-store.ts #sessions': ['maxSessions', 60, manySessions],
  'sessions/known-traces.ts #traces': ['two for each of maxSessions', 120, manySessions],
  'sessions/turns.ts #byInteractionId': ['16 turns of a session by their id', 16, manyTurns],
  'sessions/turns.ts #open': ['64 open turns of a session', 64, manyOpenTurns],
  'sessions/turns.ts #dropped': ['16 dropped turns of a session', 16, manyDroppedTurns],
  'sampling/turn-words.ts #words': ['maxSessions', 20, manyDroppedTurns],
  'placement/generated-ids.ts #ids': ['64 ids given out', 64, manyGeneratedIds],
  'options/interaction.ts remembered': ['1 000 span names', 1_000, manyNames],
  'export/held-traces.ts #traces': ['maxSpans, for each holds one', 50, manyHeldTraces],
  'export/held-trace.ts #spans': ['maxSpans', 50, oneLongTrace],
  'export/held-traces.ts first.others': ['maxSpans', 50, manyWithTheSameIds],
  'export/held-trace.ts #children': ['maxSpans', 50, oneDeepTrace],
  'export/before-first-turn.ts #groups': ['maxSpans, for each holds one', 50, manyBeforeFirstTurn],
  'export/late-span-finder.ts #places': ['10 000 spans from nowhere', 10_000, manyFromNowhere],
  'export/roots-to-send.ts #waiting': ['1 000 roots', 1_000, manyRootsForTwo],
  'export/roots-on-their-way.ts #awaited': ['1 000 roots', 1_000, manyRootsAtOnce],
  'export/roots-on-their-way.ts #sent': ['1 000 roots', 1_000, manyRootsThatNobodyBrings],
};

/** Stores with a test of their own below. */
const TESTED_BELOW: readonly string[] = [
  'diagnostics/notices.ts #told',
  'diagnostics/process-warning.ts once',
  'export/delivery.ts #running',
  'export/waiting-spans.ts #spans',
  'export/delivery.ts setInterval',
  'export/quiet-timer.ts setTimeout',
  'logs/log-to-span-processor.ts #making',
  'metrics/self-metrics.ts #sources',
  'metrics/self-metrics.ts sources',
  'register/asked-lines.ts #traces',
  'register/asked-lines.ts #reasons',
  'roots/finished-roots.ts #listeners',
  'roots/late-roots.ts #listeners',
  'sessions/first-turn.ts #listeners',
];

/** The heap tells: `heap.test.ts`. */
const TESTED_BY_HEAP: readonly string[] = ['sessions/order-of-use.ts #sorted'];

describe('every store', () => {
  it('in the source is known here, with its bound', () => {
    const known = [
      ...Object.keys(FILLED),
      ...TESTED_BELOW,
      ...TESTED_BY_HEAP,
      ...Object.keys(NOT_GROWING),
    ];
    const found = findStores('src').map(({ key }) => key);
    expect(found.sort()).toEqual(known.sort());
  });

  it.each(
    Object.entries(FILLED).map(([store, [bound, size, fill]]) => ({ store, bound, size, fill })),
  )('$store holds $bound at most', async ({ store, size, fill }) => {
    await fill();
    const { peak } = sizesOf(store);
    // What is put in may push out the oldest only then.
    expect(peak).toBeGreaterThanOrEqual(size);
    expect(peak).toBeLessThanOrEqual(size + 1);
  });

  it('of notices holds kinds, not what came up', () => {
    captureWarnings();
    const misuse = (from: number): number => {
      const answer: { now: unknown } = { now: undefined };
      const { tracer, sessions } = record({
        sessionId: () => answer.now as string,
        interactionId: (span) => `${'x'.repeat(300)}${span.name}`,
        traceScope: () => '\0',
        interaction: () => {
          throw new Error(`error ${from}`);
        },
      });
      for (let index = from; index < from + 200; index++) {
        for (const id of [`${index}`.repeat(300), '', `${index}\0`, `${index}\ud800`, index, {}]) {
          answer.now = id;
          tracer.startSpan(`span ${index}`, {}, ROOT_CONTEXT).end();
          tracer.startSpan('in context', {}, setSession(ROOT_CONTEXT, id as string)).end();
          sessions.sessionContext(id as string);
        }
      }
      return sizesOf('diagnostics/notices.ts #told').peak;
    };
    const kinds = misuse(0);
    expect(kinds).toBeGreaterThan(5);
    expect(misuse(1_000)).toBe(kinds);
  });

  it('of exports that run is empty when the delegate has had its time', async () => {
    jest.useFakeTimers();
    const held = recordHeld({}, HANGING);
    for (let index = 0; index < 100; index++) {
      held.start().end();
    }
    held.child(held.start()).end();
    const flushed = held.exporter.forceFlush();
    expect(sizesOf('export/delivery.ts #running').now).toBeGreaterThanOrEqual(100);
    await jest.runAllTimersAsync();
    await flushed;
    expect(sizesOf('export/delivery.ts #running').now).toBe(0);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('of spans that wait for a delegate which hangs is within the bound', async () => {
    // Each flush would keep the process alive for as long as the delegate has.
    jest.useFakeTimers();
    const held = recordHeld({ maxSpans: 10 }, HANGING);
    const spans: WeakRef<Span>[] = [];
    const bound = 2_048;
    const flushes: Promise<void>[] = [];
    for (let index = 0; index < bound + 200; index++) {
      const child = held.child(held.start());
      spans.push(new WeakRef(child));
      child.end();
      flushes.push(held.exporter.forceFlush());
    }
    await collectGarbage();
    expect(spans.filter((span) => span.deref() !== undefined).length).toBeLessThan(bound + 50);
    expect(held.sessions.stats().droppedSpans).toBe(200 - 1);
    // One that runs, one with all that waits, and the delegate's own: then nobody keeps the process alive.
    await jest.advanceTimersByTimeAsync(120_000);
    await Promise.all(flushes);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('of who waits for a first turn holds one for each exporter, and none afterwards', () => {
    const sessions = createSessionTracing({ sessionId: 'A', orphans: 'last-interaction' });
    const { tracer } = provide(
      sessions,
      [1, 2].map(() => new SimpleSpanProcessor(sessions.exporter(new InMemorySpanExporter()))),
    );
    for (let index = 0; index < 100; index++) {
      tracer.startSpan('lost', {}, ROOT_CONTEXT).end();
    }
    expect(sizesOf('sessions/first-turn.ts #listeners')).toMatchObject({ peak: 2, now: 2 });
    tracer.startSpan('interaction').end();
    expect(sizesOf('sessions/first-turn.ts #listeners').now).toBe(0);
  });

  it('of timers holds one for all that is held', () => {
    jest.useFakeTimers();
    const late = recordHeld();
    for (let index = 0; index < 100; index++) {
      late.child(late.start()).end();
    }
    expect(jest.getTimerCount()).toBe(1);
  });
});

describe('what is shut down', () => {
  it('leaves nothing in the list of the metrics', async () => {
    const provider = new MeterProvider();
    metrics.setGlobalMeterProvider(provider);
    for (let index = 0; index < 20; index++) {
      const recording = record({ sessionId: 'A' });
      recording.tracer.startSpan('span').end();
      await recording.provider.shutdown();
      trace.disable();
    }
    const meter = provider.getMeter('otel-session-trace') as unknown as Record<symbol, unknown[]>;
    expect(meter[Symbol.for('otel-session-trace.metric-sources.v1')]?.length).toBeLessThan(2);
  });

  it('is told of no late root any more', async () => {
    const sessions = createSessionTracing({ sessionId: fromAttributes('session.id') });
    for (let index = 0; index < 20; index++) {
      await sessions.exporter(new InMemorySpanExporter()).shutdown();
    }
    await collectGarbage();
    expect(sessions.stats().exportFailures).toBe(0);
    expect(sizesOf('export/roots-on-their-way.ts #awaited').alive).toBeLessThan(2);
  });

  it('has no async context of its own any more', async () => {
    const { sessions } = record({ sessionId: 'A' });
    const perResource = (): number =>
      Object.getOwnPropertySymbols(new AsyncResource('resource')).length;
    const before = perResource();
    for (let index = 0; index < 20; index++) {
      const { logger, provider } = recordLogs(sessions.logToSpanProcessor());
      logger.emit({ eventName: 'event' });
      await provider.shutdown();
    }
    expect(perResource() - before).toBeLessThan(2);
  });
});

function manySessions(): void {
  const current = { id: '' };
  const { tracer } = record({ sessionId: () => current.id, maxSessions: 60 });
  for (let index = 0; index < 300; index++) {
    current.id = `session ${index}`;
    tracer.startSpan('interaction').end();
  }
}

function startTurns(options: Partial<SessionTracingOptions>, drops = false): void {
  const { tracer } = record(
    { sessionId: 'A', interactionId: 'prompt.id', ...options },
    drops ? { sampler: (sessions) => sessions.sampler(new AlwaysOffSampler()) } : {},
  );
  for (let index = 0; index < 200; index++) {
    tracer.startSpan('interaction', { attributes: { 'prompt.id': `turn ${index}` } }, ROOT_CONTEXT);
  }
}

function manyTurns(): void {
  startTurns({});
}

function manyOpenTurns(): void {
  startTurns({ orphans: 'open-interaction' });
}

function manyDroppedTurns(): void {
  startTurns({ traceScope: 'interaction', maxSessions: 20 }, true);
}

function manyGeneratedIds(): void {
  const { sessions } = record({ sessionId: () => undefined });
  for (let index = 0; index < 200; index++) {
    withSession(`session ${index}`, () => sessions.idGenerator.generateTraceId());
  }
}

function manyNames(): void {
  const { tracer } = record({ sessionId: 'A' });
  for (let index = 0; index < 2_000; index++) {
    tracer.startSpan(`span ${index}`).end();
  }
}

interface Held {
  readonly sessions: SessionTracing;
  readonly exporter: SpanExporter & { forceFlush(): Promise<void> };
  readonly provider: NodeTracerProvider;
  start(): Span;
  child(parent: Span): Span;
}

/** An exporter that never answers. */
const HANGING: SpanExporter = {
  export: () => undefined,
  shutdown: () => Promise.resolve(),
};

/** A provider behind whose exporter spans are held until their session is told. */
function recordHeld(
  holding: HoldingOptions = {},
  delegate: SpanExporter = new InMemorySpanExporter(),
  exportTo: (exporter: SpanExporter) => SpanProcessor = (exporter) =>
    new SimpleSpanProcessor(exporter),
): Held {
  const sessions = createSessionTracing({ sessionId: fromAttributes('session.id') });
  const exporter = sessions.exporter(delegate, holding);
  const provider = new NodeTracerProvider({
    spanProcessors: [sessions.spanProcessor, exportTo(exporter)],
  });
  provider.register();
  const tracer = provider.getTracer('test');
  return {
    sessions,
    exporter,
    provider,
    start: () => tracer.startSpan('top', {}, ROOT_CONTEXT),
    child: (parent) => tracer.startSpan('child', {}, trace.setSpan(ROOT_CONTEXT, parent)),
  };
}

function manyHeldTraces(): void {
  const held = recordHeld({ maxSpans: 50 });
  for (let index = 0; index < 200; index++) {
    held.child(held.start()).end();
  }
}

function provide(
  sessions: SessionTracing,
  processors: readonly SpanProcessor[],
): { readonly tracer: Tracer } {
  const provider = new NodeTracerProvider({
    spanProcessors: [sessions.spanProcessor, ...processors],
  });
  provider.register();
  return { tracer: provider.getTracer('test') };
}

/** Orphans of sessions that have had no turn. */
function manyBeforeFirstTurn(): void {
  const current = { id: '' };
  const sessions = createSessionTracing({
    sessionId: () => current.id,
    orphans: 'last-interaction',
  });
  const exporter = sessions.exporter(new InMemorySpanExporter(), { maxSpans: 50 });
  const { tracer } = provide(sessions, [new SimpleSpanProcessor(exporter)]);
  for (let index = 0; index < 200; index++) {
    current.id = `session ${index}`;
    tracer.startSpan('lost', {}, ROOT_CONTEXT).end();
  }
}

function oneLongTrace(): void {
  const held = recordHeld({ maxSpans: 50 });
  const top = held.start();
  for (let index = 0; index < 200; index++) {
    held.child(top).end();
  }
}

function oneDeepTrace(): void {
  const held = recordHeld({ maxSpans: 50 });
  const spans = [held.start()];
  for (let depth = 0; depth < 200; depth++) {
    spans.push(held.child(spans.at(-1) ?? held.start()));
  }
  spans
    .slice(1)
    .reverse()
    .forEach((span) => {
      span.end();
    });
}

/** One local trace, each of whose spans is of another session; the roots wait in the queue of a batch. */
async function manyRootsAtOnce(): Promise<void> {
  const held = recordHeld({}, undefined, (exporter) => new BatchSpanProcessor(exporter));
  const top = held.start();
  for (let index = 0; index < 1_200; index++) {
    held.child(top).setAttribute('session.id', `session ${index}`).end();
  }
  top.end();
  await held.provider.forceFlush();
}

/** The exporter is handed spans by somebody who does not bring the roots. */
async function manyRootsThatNobodyBrings(): Promise<void> {
  const sessions = createSessionTracing({ sessionId: fromAttributes('session.id') });
  const exporter = sessions.exporter(new InMemorySpanExporter());
  const provider = new NodeTracerProvider({ spanProcessors: [sessions.spanProcessor] });
  provider.register();
  const tracer = provider.getTracer('test');
  for (let index = 0; index < 1_200; index++) {
    const top = tracer.startSpan('top', {}, ROOT_CONTEXT);
    const child = tracer.startSpan('child', {}, trace.setSpan(ROOT_CONTEXT, top));
    child.setAttribute('session.id', `session ${index}`).end();
    top.end();
    exporter.export([child, top] as unknown as ReadableSpan[], () => undefined);
  }
  await exporter.shutdown();
  context.disable();
}

/** Finished spans that no provider of ours made. */
function handFromNowhere(
  exporter: SpanExporter,
  count: number,
  sessionOf: (index: number) => string,
): void {
  for (let index = 0; index < count; index++) {
    const spanContext = {
      traceId: (index + 1).toString(16).padStart(32, '0'),
      spanId: (index + 1).toString(16).padStart(16, '0'),
      traceFlags: TraceFlags.SAMPLED,
    };
    const span = {
      name: 'workflow',
      attributes: { 'session.id': sessionOf(index) },
      links: [],
      startTime: [1, 0],
      spanContext: () => spanContext,
    };
    exporter.export([span as unknown as ReadableSpan], () => undefined);
  }
}

function manyFromNowhere(): void {
  const sessions = createSessionTracing({ sessionId: fromAttributes('session.id') });
  handFromNowhere(sessions.exporter(new InMemorySpanExporter()), 10_100, () => 'A');
}

function manyWithTheSameIds(): void {
  const sessions = createSessionTracing({ sessionId: fromAttributes('session.id') });
  const exporter = sessions.exporter(new InMemorySpanExporter(), { maxSpans: 50 });
  const spanContext = {
    traceId: '1'.padStart(32, '0'),
    spanId: '1'.padStart(16, '0'),
    traceFlags: TraceFlags.SAMPLED,
  };
  for (let index = 0; index < 200; index++) {
    const span = {
      name: 'replayed',
      attributes: {},
      links: [],
      startTime: [1, 0],
      parentSpanContext: { ...spanContext, spanId: '2'.padStart(16, '0') },
      spanContext: () => spanContext,
    };
    exporter.export([span as unknown as ReadableSpan], () => undefined);
  }
}

/** Of two exporters of a tracing, one gets nothing. */
function manyRootsForTwo(): void {
  const sessions = createSessionTracing({ sessionId: fromAttributes('session.id') });
  sessions.exporter(new InMemorySpanExporter());
  handFromNowhere(
    sessions.exporter(new InMemorySpanExporter()),
    1_200,
    (index) => `session ${index}`,
  );
}
