import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  createTraceState,
  trace,
  type Context,
  type Span,
  type SpanContext,
} from '@opentelemetry/api';
import {
  BatchSpanProcessor,
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
  type ReadableSpan,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-node';
import * as sdk1 from 'sdk-1';
import {
  createSessionTracing,
  fromAttributes,
  setSession,
  type SessionTracing,
  type SessionTracingOptions,
} from '../../src/index.js';
import { received } from '../support/received.js';
import { captureWarnings, stopRecording } from '../support/recording.js';
import { renderSessions } from '../support/render-sessions.js';

afterEach(stopRecording);

type Exporter = ReturnType<SessionTracing['exporter']>;

function treeOf(delegate: InMemorySpanExporter): string {
  return renderSessions(
    delegate.getFinishedSpans().map((span, order) => received(inShapeOfSdk2(span), order)),
  );
}

/** What came out in the shape of SDK 1 tells of its parent by id alone. */
function inShapeOfSdk2(span: ReadableSpan & { parentSpanId?: string }): ReadableSpan {
  const { parentSpanId: spanId, parentSpanContext } = span;
  const { traceId } = span.spanContext();
  return {
    ...span,
    spanContext: () => span.spanContext(),
    ...(parentSpanContext === undefined && spanId !== undefined
      ? { parentSpanContext: { traceId, spanId, traceFlags: TraceFlags.SAMPLED } }
      : {}),
    ...('instrumentationLibrary' in span ? { instrumentationScope: { name: 'of SDK 1' } } : {}),
  };
}

/**
 * How `@temporalio/interceptors-opentelemetry` 1.24 hands spans over: a workflow runs in an isolate, on SDK 1; each
 * span is copied out of it when it ends, the workflow's facts are added to its attributes, and a span processor or
 * an exporter gets it.
 */
function temporalWorkflow(exporter: Exporter): sdk1.BasicTracerProvider {
  const resource = { attributes: { 'service.name': 'worker' } };
  const info = { workflowId: 'A', runId: 'run-1', taskQueue: 'agents', searchAttributes: {} };
  const outOfTheIsolate = {
    export: (spans: sdk1.ReadableSpan[], done: (result: { code: number }) => void) => {
      const handed = spans.map((span) => {
        const { spanContext, ...rest } = serialized(span);
        Object.assign(rest.attributes, info);
        return { spanContext: () => spanContext, resource, ...rest };
      });
      exporter.export(handed as never, () => undefined);
      done({ code: 0 });
    },
    shutdown: () => Promise.resolve(),
  };
  return new sdk1.BasicTracerProvider({
    spanProcessors: [new sdk1.SimpleSpanProcessor(outOfTheIsolate)],
  });
}

function serialized(span: sdk1.ReadableSpan): { attributes: object; spanContext: SpanContext } {
  const { traceState, ...spanContext } = span.spanContext();
  const { name, kind, parentSpanId, startTime, endTime, status, attributes, links } = span;
  const { events, duration, ended, instrumentationLibrary } = span;
  const { droppedAttributesCount, droppedEventsCount, droppedLinksCount } = span;
  const copied = structuredClone({
    ...{
      name,
      kind,
      parentSpanId,
      startTime,
      endTime,
      status,
      attributes,
      links,
      events,
      duration,
    },
    ...{ ended, instrumentationLibrary, droppedAttributesCount, droppedEventsCount },
    droppedLinksCount,
    traceState: traceState?.serialize(),
    spanContext,
  });
  const { traceState: state, ...rest } = copied;
  return {
    ...rest,
    spanContext: {
      ...copied.spanContext,
      ...(state === undefined ? {} : { traceState: createTraceState(state) }),
    },
  };
}

/** What a header tells of a span. */
function headerOf(span: Span): Context {
  return trace.setSpanContext(ROOT_CONTEXT, { ...span.spanContext(), isRemote: true });
}

/** A worker of Temporal with its client in one process, both behind one exporter of ours. */
function startTemporal(options: Partial<SessionTracingOptions>, isPlacedLive: boolean) {
  const sessions = createSessionTracing({
    sessionId: fromAttributes('temporalWorkflowId', 'workflowId'),
    ...options,
  });
  const delegate = new InMemorySpanExporter();
  const exporter = sessions.exporter(delegate);
  const provider = new NodeTracerProvider({
    spanProcessors: [
      ...(isPlacedLive ? [sessions.spanProcessor] : []),
      new SimpleSpanProcessor(exporter),
    ],
  });
  provider.register();
  return {
    sessions,
    delegate,
    exporter,
    client: provider.getTracer('@temporalio/interceptor-client'),
    worker: provider.getTracer('@temporalio/interceptor-activity'),
    workflow: temporalWorkflow(exporter).getTracer('@temporalio/interceptor-workflow'),
  };
}

describe('a workflow of Temporal, behind sessions.exporter', () => {
  it('has its spans placed once each, with the one that started it', async () => {
    const warnings = captureWarnings();
    const { sessions, delegate, client, workflow } = startTemporal(
      { interaction: 'StartWorkflow:*' },
      false,
    );
    const start = client.startSpan('StartWorkflow:answer', {}, ROOT_CONTEXT);
    start.setAttribute('temporalWorkflowId', 'A');
    start.end();
    const run = workflow.startSpan('RunWorkflow:answer', {}, headerOf(start));
    const inRun = trace.setSpan(ROOT_CONTEXT, run);
    const calls = ['model', 'tool'].map((name) =>
      workflow.startSpan(`StartActivity:${name}`, {}, inRun),
    );
    const live = [start, run, ...calls].map((span) => ({ ...span.spanContext() }));
    for (const span of [...calls, run]) {
      span.end();
      await Promise.resolve();
    }

    expect(new Set(live.map(({ traceId }) => traceId)).size).toBe(1);
    expect(live[0]?.traceId).not.toBe(sessions.traceId('A'));
    expect([start, run, ...calls].map((span) => ({ ...span.spanContext() }))).toEqual(live);
    expect(treeOf(delegate)).toBe(
      [
        'session A',
        '└─ session',
        '   └─ StartWorkflow:answer',
        '      └─ RunWorkflow:answer',
        '         ├─ StartActivity:model',
        '         └─ StartActivity:tool',
      ].join('\n'),
    );
    expect(warnings).toEqual([]);
  });

  it('hangs with its activities under the turn that started it, where that is placed live', async () => {
    const warnings = captureWarnings();
    const { delegate, exporter, client, workflow, worker } = startTemporal({}, true);
    const inSession = setSession(ROOT_CONTEXT, 'A');
    const turn = client.startSpan('interaction', {}, inSession);
    const start = client.startSpan('StartWorkflow:answer', {}, trace.setSpan(inSession, turn));
    start.end();
    turn.end();
    const run = workflow.startSpan('RunWorkflow:answer', {}, headerOf(start));
    const call = workflow.startSpan('StartActivity:model', {}, trace.setSpan(ROOT_CONTEXT, run));
    const activity = worker.startSpan('RunActivity:model', {}, headerOf(call));
    activity.setAttribute('temporalWorkflowId', 'A');
    for (const span of [activity, call, run]) {
      span.end();
      await Promise.resolve();
    }
    await (exporter as { forceFlush?(): Promise<void> }).forceFlush?.();

    expect(treeOf(delegate)).toBe(
      [
        'session A',
        '└─ session',
        '   └─ interaction',
        '      └─ StartWorkflow:answer',
        '         └─ RunWorkflow:answer',
        '            └─ StartActivity:model',
        '               └─ RunActivity:model',
      ].join('\n'),
    );
    expect(warnings).toEqual([]);
  });
});

/** A finished span as `@mastra/otel-exporter` 1.4 makes it, without any SDK, and puts it into a batch processor. */
function ofMastra(name: string, spanNumber: number, parentNumber?: number): ReadableSpan {
  const traceId = 'd'.repeat(32);
  const idOf = (number: number): string => number.toString(16).padStart(16, '0');
  const spanContext = {
    traceId,
    spanId: idOf(spanNumber),
    traceFlags: TraceFlags.SAMPLED,
    isRemote: false,
  };
  return {
    name,
    kind: SpanKind.INTERNAL,
    spanContext: () => spanContext,
    ...(parentNumber === undefined
      ? {}
      : { parentSpanContext: { ...spanContext, spanId: idOf(parentNumber) } }),
    startTime: [1_000, spanNumber],
    endTime: [1_001, 0],
    status: { code: SpanStatusCode.OK },
    attributes: { 'gen_ai.conversation.id': 'A' },
    links: [],
    events: [],
    duration: [1, 0],
    ended: true,
    resource: { attributes: { 'service.name': 'travel' } } as unknown as ReadableSpan['resource'],
    instrumentationScope: { name: '@mastra/otel-exporter', version: '1.4.0' },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

describe('an agent of Mastra, behind sessions.exporter', () => {
  it('has its spans placed once each, in whatever batches they are handed over', async () => {
    const sessions = createSessionTracing({
      sessionId: fromAttributes('gen_ai.conversation.id'),
      interaction: 'invoke_agent *',
    });
    const delegate = new InMemorySpanExporter();
    const processor = new BatchSpanProcessor(sessions.exporter(delegate), {
      maxExportBatchSize: 2,
    });
    const spans = [
      ofMastra('chat', 12, 11),
      ofMastra('execute_tool weather', 13, 11),
      ofMastra('agent_step', 11, 10),
      ofMastra('invoke_agent travel', 10),
    ];
    const before = spans.map((span) => JSON.stringify([span, span.spanContext()]));
    for (const span of spans) {
      processor.onEnd(span);
    }
    await processor.forceFlush();

    expect(spans.map((span) => JSON.stringify([span, span.spanContext()]))).toEqual(before);
    expect(treeOf(delegate)).toBe(
      [
        'session A',
        '└─ session',
        '   └─ invoke_agent travel',
        '      └─ agent_step',
        '         ├─ chat',
        '         └─ execute_tool weather',
      ].join('\n'),
    );
  });
});

describe('spans that name each other as parents, in a circle', () => {
  it.each([
    ['of this process', false, ['session', 'own parent', 'one', 'other'], 'of the session'],
    ['of another process', true, ['own parent', 'one', 'other'], 'as before'],
  ])('come out once each: parents %s', async (_, isRemote, names, whose) => {
    const sessions = createSessionTracing({ sessionId: fromAttributes('gen_ai.conversation.id') });
    const delegate = new InMemorySpanExporter();
    const exporter = sessions.exporter(delegate) as unknown as SpanExporter;
    const spans = [ofMastra('own parent', 1, 1), ofMastra('one', 2, 3), ofMastra('other', 3, 2)];
    for (const { parentSpanContext } of spans) {
      Object.assign(parentSpanContext ?? {}, { isRemote });
    }
    exporter.export(spans, () => undefined);
    await exporter.forceFlush?.();

    const traceId = whose === 'as before' ? spans[0]?.spanContext().traceId : sessions.traceId('A');
    expect(delegate.getFinishedSpans().map(({ name }) => name)).toEqual(names);
    expect(delegate.getFinishedSpans().map((span) => span.spanContext().traceId)).toEqual(
      names.map(() => traceId),
    );
  });
});
