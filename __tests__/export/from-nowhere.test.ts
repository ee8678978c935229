import { SpanKind, SpanStatusCode, TraceFlags, type Attributes } from '@opentelemetry/api';
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-node';
import {
  createSessionTracing,
  fromAttributes,
  type HoldingOptions,
  type SessionTracing,
  type SessionTracingOptions,
} from '../../src/index.js';
import { findProblems } from '../../examples/support/well-formed.js';
import { received } from '../support/received.js';
import { captureWarnings, stopRecording } from '../support/recording.js';
import { renderSessions } from '../support/render-sessions.js';

afterEach(stopRecording);

type Exporter = ReturnType<SessionTracing['exporter']> & { forceFlush(): Promise<void> };

/** An exporter that is handed finished spans by somebody who has no provider of ours. */
interface FromNowhere {
  readonly sessions: SessionTracing;
  readonly delegate: InMemorySpanExporter;
  readonly exporter: Exporter;
  readonly warnings: readonly string[];
  readonly hand: (...spans: readonly ReadableSpan[]) => void;
  readonly tree: () => string;
}

function receiveFromNowhere(
  options: Partial<SessionTracingOptions> = {},
  holding: HoldingOptions = {},
): FromNowhere {
  const warnings = captureWarnings();
  const sessions = createSessionTracing({ sessionId: fromAttributes('session.id'), ...options });
  const delegate = new InMemorySpanExporter();
  const exporter = sessions.exporter(delegate, holding);
  return {
    sessions,
    delegate,
    exporter,
    warnings,
    hand: (...spans) => {
      exporter.export([...spans], () => undefined);
    },
    tree: () => treeOf(delegate),
  };
}

function treeOf(delegate: InMemorySpanExporter): string {
  return renderSessions(delegate.getFinishedSpans().map((span, index) => received(span, index)));
}

function problemsIn(delegate: InMemorySpanExporter): readonly string[] {
  return findProblems(delegate.getFinishedSpans().map((span, index) => received(span, index)));
}

type Make = 'SDK 1' | 'SDK 2' | 'both';

/** A finished span as somebody makes it by hand, in the shape of an SDK. */
function finished(
  name: string,
  traceNumber: number,
  spanNumber: number,
  parentNumber?: number,
  attributes: Attributes = {},
  make: Make = 'SDK 2',
): ReadableSpan {
  const traceId = traceNumber.toString(16).padStart(32, '0');
  const spanId = spanNumber.toString(16).padStart(16, '0');
  const parentSpanId = parentNumber?.toString(16).padStart(16, '0');
  const scope = { name: 'somebody', version: '1.0.0' };
  const spanContext = { traceId, spanId, traceFlags: TraceFlags.SAMPLED };
  return {
    name,
    kind: SpanKind.INTERNAL,
    spanContext: () => spanContext,
    ...(make !== 'SDK 2' && parentSpanId !== undefined ? { parentSpanId } : {}),
    ...(make !== 'SDK 1' && parentSpanId !== undefined
      ? { parentSpanContext: { traceId, spanId: parentSpanId, traceFlags: 1, isRemote: false } }
      : {}),
    startTime: [1_000 + spanNumber, 0],
    endTime: [1_001 + spanNumber, 0],
    duration: [1, 0],
    ended: true,
    status: { code: SpanStatusCode.OK },
    attributes,
    links: [],
    events: [],
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
    resource: { attributes: { 'service.name': 'agent' } } as unknown as ReadableSpan['resource'],
    ...(make === 'SDK 1' ? { instrumentationLibrary: scope } : {}),
    ...(make === 'SDK 1' ? {} : { instrumentationScope: scope }),
  } as ReadableSpan;
}

/** A turn of three spans, children first, as they end. */
function turn(session: string, traceNumber: number, first: number, make?: Make): ReadableSpan[] {
  const told = { 'session.id': session };
  return [
    finished('tool', traceNumber, first + 2, first + 1, {}, make),
    finished('model', traceNumber, first + 1, first, {}, make),
    finished('interaction', traceNumber, first, undefined, told, make),
  ];
}

const TURN = ['   └─ interaction', '      └─ model', '         └─ tool'];

describe('finished spans from nowhere', () => {
  it.each<Make>(['SDK 1', 'SDK 2', 'both'])(
    'are placed whole, with a root, as made by %s',
    (make) => {
      const { hand, delegate, warnings } = receiveFromNowhere();
      const spans = [...turn('A', 1, 10, make), ...turn('A', 2, 20, make)];
      hand(...spans);
      const parents = new Map(
        delegate.getFinishedSpans().map((span) => {
          const { parentSpanContext, parentSpanId } = span as ReadableSpan & {
            parentSpanId?: string;
          };
          const parentId = make === 'SDK 1' ? parentSpanId : parentSpanContext?.spanId;
          const other = make === 'SDK 2' ? parentId : parentSpanId;
          return [span.spanContext().spanId, parentId === other ? parentId : 'two parents'];
        }),
      );
      const [root] = delegate.getFinishedSpans();
      expect(root?.name).toBe('session');
      const rootId = root?.spanContext().spanId;
      expect([...parents.values()]).toEqual([
        ...[undefined, rootId, '000000000000000a', '000000000000000b'],
        ...[rootId, '0000000000000014', '0000000000000015'],
      ]);
      expect(warnings).toEqual([]);
    },
  );

  it('stay as they are themselves, and are exported once each', () => {
    const { hand, delegate, tree } = receiveFromNowhere();
    const spans = turn('A', 1, 10);
    const before = spans.map((span) => JSON.stringify([span, span.spanContext()]));
    hand(...spans);
    expect(spans.map((span) => JSON.stringify([span, span.spanContext()]))).toEqual(before);
    expect(tree()).toBe(['session A', '└─ session', ...TURN].join('\n'));
    expect(delegate.getFinishedSpans().map(({ attributes }) => attributes['session.id'])).toEqual(
      Array(4).fill('A'),
    );
  });

  it('that have their ids in common are exported each as it is, as often as it came, in one place', async () => {
    const { hand, delegate, exporter, sessions } = receiveFromNowhere({
      sessionAttributes: () => ({ 'app.tier': 'free' }),
    });
    const model = finished('model', 1, 11, 10);
    const retried = finished('model, once more', 1, 11, 10, { 'app.tier': 'paid' });
    hand(model, retried, model, retried, retried);
    hand(finished('interaction', 1, 10, undefined, { 'session.id': 'A' }));
    hand(finished('model, replayed', 1, 11, 10, { 'app.tier': 'none' }));
    await exporter.forceFlush();
    const all = delegate.getFinishedSpans();
    expect(all.map(({ name }) => name)).toEqual([
      ...['session', 'interaction', 'model', 'model'],
      ...Array<string>(3).fill('model, once more'),
      'model, replayed',
    ]);
    expect(new Set(all.map((span) => span.spanContext().traceId))).toEqual(
      new Set([sessions.traceId('A')]),
    );
    // A stamp is never written over what a span says itself.
    expect(all.map(({ attributes }) => attributes['app.tier'])).toEqual([
      ...Array<string>(4).fill('free'),
      ...['paid', 'paid', 'paid', 'none'],
    ]);
  });

  it('that have their ids in common are counted each in the bounds', () => {
    const { hand, delegate } = receiveFromNowhere({}, { maxSpans: 10 });
    for (let time = 0; time < 11; time++) {
      expect(delegate.getFinishedSpans()).toHaveLength(0);
      hand(finished(`model ${String(time)}`, 1, 11, 10));
    }
    expect(delegate.getFinishedSpans()).toHaveLength(11);
    // The same one once more takes no room.
    const model = finished('model', 2, 11, 10);
    for (let time = 0; time < 20; time++) hand(model);
    for (let time = 0; time < 9; time++) hand(finished(`model ${String(time)}`, 2, 11, 10));
    expect(delegate.getFinishedSpans()).toHaveLength(11);
    hand(finished('model, the last', 2, 11, 10));
    expect(delegate.getFinishedSpans()).toHaveLength(11 + 30);
  });

  it('give the root their scope and resource, and their earliest turn its time', () => {
    const { hand, delegate } = receiveFromNowhere();
    const spans = turn('A', 1, 10);
    hand(...spans);
    const [root] = delegate.getFinishedSpans();
    const top = spans.at(-1);
    expect(root?.resource).toBe(top?.resource);
    expect(root?.instrumentationScope).toBe(top?.instrumentationScope);
    expect([root?.startTime, root?.endTime]).toEqual([
      [1_010, 0],
      [1_010, 1],
    ]);
  });

  it.each([undefined, NaN, [NaN, NaN], [-1, 0]])(
    'give it the time of now where theirs is %p',
    (time) => {
      const { hand, delegate } = receiveFromNowhere();
      const before = Math.floor(Date.now() / 1_000);
      const span = finished('interaction', 1, 10, undefined, { 'session.id': 'A' });
      hand({ ...span, startTime: time as ReadableSpan['startTime'] });
      const [root] = delegate.getFinishedSpans();
      expect(root?.name).toBe('session');
      expect(root?.startTime[0]).toBeGreaterThanOrEqual(before);
      expect(root?.endTime[0]).toBeLessThanOrEqual(Date.now() / 1_000);
    },
  );

  it('of two sessions in one batch, mixed, become two traces', () => {
    const { hand, tree } = receiveFromNowhere();
    const [a, b] = [turn('A', 1, 10), turn('B', 2, 20)];
    hand(...a.flatMap((span, index) => [span, b[index] ?? span]));
    expect(tree()).toBe(
      ['A', 'B'].flatMap((id) => [`session ${id}`, '└─ session', ...TURN]).join('\n'),
    );
  });

  it('of two sessions in one local trace are put apart', () => {
    const { hand, delegate, tree } = receiveFromNowhere();
    const told = (session: string): Attributes => ({ 'session.id': session });
    hand(
      finished('interaction', 1, 11, 10, told('A')),
      finished('interaction', 1, 12, 10, told('B')),
      finished('request', 1, 10),
    );
    expect(tree()).toContain('session A\n└─ session\n   └─ interaction');
    expect(tree()).toContain('session B\n└─ session\n   └─ interaction');
    expect(problemsIn(delegate).filter((text) => !/^session |^trace /.test(text))).toEqual([]);
  });

  it.each<Make>(['SDK 1', 'SDK 2'])(
    'that are their own ancestors are exported once each, and end nothing, as made by %s',
    async (make) => {
      const { hand, delegate, exporter } = receiveFromNowhere();
      const told = { 'session.id': 'A' };
      const spans = [
        finished('itself', 1, 1, 1, told, make),
        finished('first', 2, 1, 2, {}, make),
        finished('second', 2, 2, 3, told, make),
        finished('third', 2, 3, 1, {}, make),
        finished('beside', 2, 4, 3, {}, make),
      ];
      hand(...spans);
      await exporter.forceFlush();
      // Once more: their places are known by now.
      hand(...spans);
      await exporter.forceFlush();
      const names = delegate.getFinishedSpans().map(({ name }) => name);
      expect(names.filter((name) => name !== 'session').sort()).toEqual(
        ['beside', 'first', 'itself', 'second', 'third'].flatMap((name) => [name, name]),
      );
      hand(...turn('A', 3, 10, make));
      expect(delegate.getFinishedSpans()).toHaveLength(names.length + 3);
      await exporter.shutdown();
    },
  );

  it('of no session go out as they came', () => {
    const { hand, delegate } = receiveFromNowhere();
    const spans = [finished('model', 1, 11, 10), finished('request', 1, 10)];
    hand(...spans);
    expect(new Set(delegate.getFinishedSpans())).toEqual(new Set(spans));
    expect(delegate.getFinishedSpans().every((span) => spans.includes(span))).toBe(true);
  });

  it('under a remote parent keep it', () => {
    const { hand, tree } = receiveFromNowhere();
    const remote = { ...finished('request', 1, 10, 9, { 'session.id': 'A' }) };
    Object.assign(remote, { parentSpanContext: { ...remote.parentSpanContext, isRemote: true } });
    hand(finished('model', 1, 11, 10), remote);
    expect(tree()).toBe('some trace\n└─ request  (remote parent)\n   └─ model');
  });

  it('have one root over flushes, however the trace was cut', async () => {
    const { hand, exporter, delegate } = receiveFromNowhere();
    const told = { 'session.id': 'A' };
    for (let round = 0; round < 5; round++) {
      const first = 100 * (round + 1);
      hand(finished('tool', round + 1, first + 2, first + 1, told));
      await exporter.forceFlush();
      hand(finished('model', round + 1, first + 1, first, told));
      await exporter.forceFlush();
      hand(finished('interaction', round + 1, first, undefined, told));
    }
    const roots = delegate.getFinishedSpans().filter(({ name }) => name === 'session');
    expect(roots).toHaveLength(1);
    expect(delegate.getFinishedSpans()).toHaveLength(16);
    expect(problemsIn(delegate)).toEqual([]);
  });

  it.each<[string, HoldingOptions]>([
    ['maxSpans', { maxSpans: 2 }],
    ['maxBytes', { maxBytes: 3_000 }],
  ])('cut by %s are under no parent that nobody exports', async (_, holding) => {
    const { hand, exporter, delegate } = receiveFromNowhere({}, holding);
    const spans = [1, 2, 3, 4].flatMap((number) => turn('A', number, 10 * number));
    for (const span of spans) {
      hand(span);
    }
    await exporter.forceFlush();
    expect(delegate.getFinishedSpans()).toHaveLength(13);
    expect(problemsIn(delegate)).toEqual([]);
  });

  it('get no second root from a session that was forgotten', () => {
    const { hand, delegate } = receiveFromNowhere({ maxSessions: 1 });
    hand(...turn('A', 1, 10));
    hand(...turn('B', 2, 20));
    hand(...turn('A', 3, 30));
    const roots = delegate.getFinishedSpans().filter(({ name }) => name === 'session');
    expect(roots).toHaveLength(2);
    expect(problemsIn(delegate)).toEqual([]);
  });

  it('handed to two exporters have one place, and each gets the root', () => {
    const { sessions, hand, delegate } = receiveFromNowhere();
    const second = new InMemorySpanExporter();
    const other = sessions.exporter(second);
    const spans = turn('A', 1, 10);
    hand(...spans);
    other.export(spans, () => undefined);
    expect(treeOf(second)).toBe(['session A', '└─ session', ...TURN].join('\n'));
    expect(treeOf(second)).toBe(treeOf(delegate));
    const idsIn = (exported: InMemorySpanExporter): string[] =>
      exported.getFinishedSpans().map((span) => span.spanContext().spanId);
    expect(idsIn(second).sort()).toEqual(idsIn(delegate).sort());
  });

  it.each<[NonNullable<SessionTracingOptions['sessionRoot']>, number]>([
    ['shared', 4],
    ['reference', 3],
    ['omit', 3],
  ])('are placed with sessionRoot %s', (sessionRoot, count) => {
    const { hand, delegate } = receiveFromNowhere({ sessionRoot: sessionRoot as 'shared' });
    hand(...turn('A', 1, 10));
    expect(delegate.getFinishedSpans()).toHaveLength(count);
    expect(
      new Set(delegate.getFinishedSpans().map((span) => span.spanContext().traceId)).size,
    ).toBe(1);
  });
});

describe('a provider without the span processor, behind sessions.exporter', () => {
  it('has its traces placed at export, parallel ones too, and its live ids left alone', async () => {
    const { sessions, exporter, tree, delegate } = receiveFromNowhere();
    const provider = new NodeTracerProvider({
      spanProcessors: [new SimpleSpanProcessor(exporter)],
    });
    provider.register();
    const tracer = provider.getTracer('app');
    const { traceId } = await tracer.startActiveSpan('interaction', async (span) => {
      await Promise.all(
        [1, 2, 3].map((number) =>
          tracer.startActiveSpan(`call ${number}`, async (call) => {
            await Promise.resolve();
            call.end();
          }),
        ),
      );
      span.setAttribute('session.id', 'A').end();
      return span.spanContext();
    });
    expect(traceId).not.toBe(sessions.traceId('A'));
    expect(tree()).toBe(
      [
        'session A',
        '└─ session',
        '   └─ interaction',
        ...['      ├─ call 1', '      ├─ call 2', '      └─ call 3'],
      ].join('\n'),
    );
    expect(delegate.getFinishedSpans()[0]?.resource).toBe(delegate.getFinishedSpans()[1]?.resource);
  });
});

describe('spans that the span processor has seen, beside some from nowhere', () => {
  it('share their session and its one root', () => {
    const { sessions, exporter, hand, tree } = receiveFromNowhere();
    const provider = new NodeTracerProvider({
      spanProcessors: [sessions.spanProcessor, new SimpleSpanProcessor(exporter)],
    });
    provider.register();
    const attributes = { 'session.id': 'A' };
    provider.getTracer('app').startSpan('interaction', { attributes }).end();
    hand(...turn('A', 1, 10));
    expect(tree()).toBe(['session A', '└─ session', '   ├─ interaction', ...TURN].join('\n'));
  });

  it('keep their place as the parent of one from nowhere', async () => {
    const { sessions, exporter, hand, tree } = receiveFromNowhere();
    const provider = new NodeTracerProvider({
      spanProcessors: [sessions.spanProcessor, new SimpleSpanProcessor(exporter)],
    });
    provider.register();
    const attributes = { 'session.id': 'A' };
    const parent = provider.getTracer('app').startSpan('interaction', { attributes });
    const { traceId, spanId } = parent.spanContext();
    const child = finished('workflow', 1, 10, 9, attributes);
    const context = { ...child.spanContext(), traceId };
    hand({
      ...child,
      spanContext: () => context,
      parentSpanContext: { traceId, spanId, traceFlags: 1 },
    });
    parent.end();
    await exporter.forceFlush();
    expect(tree()).toBe('session A\n└─ session\n   └─ interaction\n      └─ workflow');
  });

  it('are left alone once the span processor was shut down', async () => {
    const { sessions, hand, tree } = receiveFromNowhere();
    await sessions.spanProcessor.shutdown();
    hand(...turn('A', 1, 10));
    expect(tree()).toBe('some trace\n└─ interaction\n   └─ model\n      └─ tool');
  });
});
