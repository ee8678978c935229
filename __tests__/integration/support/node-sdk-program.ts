/**
 * A program: NodeSDK with all our pieces in its options, auto-instrumented calls, and logs inside and outside of
 * spans. Telemetry goes where the standard environment variables of OTLP say, calls go to `UPSTREAM`.
 */
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import { setTimeout } from 'node:timers/promises';
import { ROOT_CONTEXT, SpanKind, context, trace } from '@opentelemetry/api';
import { SeverityNumber, logs } from '@opentelemetry/api-logs';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { BatchLogRecordProcessor } from '@opentelemetry/sdk-logs';
import {
  AggregationTemporality,
  DataPointType,
  InMemoryMetricExporter,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { NodeSDK } from '@opentelemetry/sdk-node';
import {
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
} from '@opentelemetry/sdk-trace-node';
import { createSessionTracing, hmacDerivation, withSession } from 'otel-session-trace';

const upstream = process.env['UPSTREAM'] ?? '';
const secret = process.env['SECRET'];

const sessions = createSessionTracing({
  sessionId: () => undefined,
  interactionId: 'prompt.id',
  ...(secret === undefined ? {} : { derivation: hmacDerivation(secret) }),
});
const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const sdk = new NodeSDK({
  autoDetectResources: false,
  sampler: sessions.sampler(new ParentBasedSampler({ root: new AlwaysOnSampler() })),
  idGenerator: sessions.idGenerator,
  spanProcessors: [sessions.spanProcessor, new BatchSpanProcessor(new OTLPTraceExporter())],
  logRecordProcessors: [
    sessions.logRecordProcessor,
    sessions.logToSpanProcessor(),
    new BatchLogRecordProcessor({ exporter: new OTLPLogExporter() }),
  ],
  metricReaders: [new PeriodicExportingMetricReader({ exporter: metricExporter })],
  instrumentations: [new HttpInstrumentation(), new UndiciInstrumentation()],
});
sdk.start();

// The instrumentation finds `http` when it is required, and not when it is imported.
const http = createRequire(import.meta.url)('node:http') as typeof import('node:http');
const tracer = trace.getTracer('runtime');
const logger = logs.getLogger('runtime');

/** Keeps apart what the test wants to see in order: the SDK's clock has whole milliseconds. */
async function nextMillisecond(): Promise<void> {
  const next = Date.now() + 2;
  while (Date.now() < next) {
    await setTimeout(1);
  }
}

/** A turn whose call site forgets its parent, and that calls two services and logs. */
async function turn(id: string, promptId: string): Promise<void> {
  const attributes = { 'prompt.id': promptId };
  const forgetful = trace.deleteSpan(context.active());
  await tracer.startActiveSpan('interaction', { attributes }, forgetful, async (span) => {
    await fetch(`${upstream}/${id}/fetch`);
    const [response] = (await once(http.get(`${upstream}/${id}/http`), 'response')) as [
      IncomingMessage,
    ];
    response.resume();
    await once(response, 'end');
    // A quick call and a record of the same millisecond could not be put in order.
    await nextMillisecond();
    logger.emit({ eventName: 'api_request', severityNumber: SeverityNumber.INFO });
    await nextMillisecond();
    span.end();
  });
  // Outside of any span: the first names its turn, the second nothing.
  logger.emit({ eventName: 'api_error', severityNumber: SeverityNumber.ERROR, attributes });
  await nextMillisecond();
  logger.emit({ eventName: 'turn_done' });
  await nextMillisecond();
}

await Promise.all(
  ['A', 'B'].map((id) =>
    withSession(id, async () => {
      await turn(id, 't1');
      await turn(id, 't2');
    }),
  ),
);
// Nothing of this is of a session.
await fetch(`${upstream}/none/fetch`);
context.with(ROOT_CONTEXT, () => {
  tracer.startSpan('health', { kind: SpanKind.INTERNAL }).end();
  logger.emit({ eventName: 'idle' });
});

await sdk.shutdown();

const last = metricExporter.getMetrics().at(-1)?.scopeMetrics ?? [];
const values = last
  .filter(({ scope }) => scope.name === 'otel-session-trace')
  .flatMap(({ metrics }) =>
    metrics.map((metric) => [
      metric.descriptor.name,
      metric.dataPointType === DataPointType.SUM ? metric.dataPoints[0]?.value : undefined,
    ]),
  );
console.log(JSON.stringify(Object.fromEntries(values)));
