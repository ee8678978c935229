// Loaded before each server (`--import`): NodeSDK under auto-instrumentation, as its users set it up. The server knows
// nothing of it. `WAY` says how the session is told, or `before`.
import { register } from 'node:module';
import process from 'node:process';
import {
  CompositePropagator,
  W3CBaggagePropagator,
  W3CTraceContextPropagator,
} from '@opentelemetry/core';
import { FastifyOtelInstrumentation } from '@fastify/otel';
import { getNodeAutoInstrumentations } from '@opentelemetry/auto-instrumentations-node';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { NodeSDK, tracing } from '@opentelemetry/sdk-node';
import { createSessionTracing, requestSpans, sessionPropagator } from 'otel-session-trace';

register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);

const { WAY } = process.env;
const propagators = [new W3CTraceContextPropagator(), new W3CBaggagePropagator()];
const exporter = new OTLPTraceExporter();
let spanProcessors = [new tracing.BatchSpanProcessor(exporter)];

if (WAY === 'handler') {
  const sessions = createSessionTracing({
    sessionId: () => undefined,
    interaction: requestSpans(),
    nestedInteractions: 'keep',
  });
  spanProcessors = [
    sessions.spanProcessor,
    new tracing.BatchSpanProcessor(sessions.exporter(exporter)),
  ];
}
if (WAY === 'header') {
  // The three lines.
  const sessions = createSessionTracing({
    sessionId: () => undefined,
    interaction: requestSpans(),
    nestedInteractions: 'keep',
  });
  propagators.push(sessionPropagator({ header: 'x-session-id' }));
  spanProcessors = [sessions.spanProcessor, ...spanProcessors];
}

const sdk = new NodeSDK({
  autoDetectResources: false,
  textMapPropagator: new CompositePropagator({ propagators }),
  spanProcessors,
  instrumentations: [
    getNodeAutoInstrumentations({
      '@opentelemetry/instrumentation-fs': { enabled: false },
      '@opentelemetry/instrumentation-net': { enabled: false },
      '@opentelemetry/instrumentation-dns': { enabled: false },
    }),
    new FastifyOtelInstrumentation({ registerOnInitialization: true }),
  ],
});
sdk.start();
process.once('SIGTERM', () => {
  void sdk.shutdown().then(() => process.exit(0));
});
