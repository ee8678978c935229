import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { registerOTel } from '@vercel/otel';

registerOTel({
  serviceName: 'chat',
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
});
