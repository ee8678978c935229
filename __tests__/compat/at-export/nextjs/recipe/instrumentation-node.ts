import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { registerOTel } from '@vercel/otel';
import { createSessionTracing, fromAttributes } from 'otel-session-trace';

const sessions = createSessionTracing({
  sessionId: fromAttributes('ai.telemetry.metadata.sessionId'),
});

registerOTel({
  serviceName: 'chat',
  // In this list and not as `traceExporter`: beside that, @vercel/otel adds an exporter of its own where a variable
  // names an endpoint, and everything is exported twice.
  spanProcessors: [new BatchSpanProcessor(sessions.exporter(new OTLPTraceExporter()))],
});
