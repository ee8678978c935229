// Tells what reaches the application's own diagnostics, metrics and context when a session id is refused.
import process from 'node:process';
import { DiagLogLevel, diag, metrics, trace } from '@opentelemetry/api';
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';

const heard = [];
const hear = (message) => heard.push(message);
diag.setLogger(
  {
    error: hear,
    warn: hear,
    info: () => undefined,
    debug: () => undefined,
    verbose: () => undefined,
  },
  DiagLogLevel.ALL,
);

class Reader extends MetricReader {
  onForceFlush() {}
  onShutdown() {}
}
const reader = new Reader();
metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));

const exporter = new InMemorySpanExporter();
new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).register();
const tracer = trace.getTracer('agent');
for (const session of ['A', 'x'.repeat(300)]) {
  tracer.startActiveSpan('interaction', { attributes: { 'session.id': session } }, (turn) => {
    tracer.startSpan('tool').end();
    turn.end();
  });
}

const { resourceMetrics } = await reader.collect();
const counters = resourceMetrics.scopeMetrics
  .flatMap((scope) => scope.metrics)
  .map(({ descriptor, dataPoints }) => [descriptor.name, dataPoints[0].value]);
process.stdout.write(
  JSON.stringify({
    heard,
    refused: Object.fromEntries(counters)['otel_session_trace.id.refused'] ?? null,
    spans: exporter
      .getFinishedSpans()
      .map(({ name }) => name)
      .sort(),
  }),
);
