import { OtelBridge } from '@mastra/otel-bridge';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

/** Mastra starts its spans on the application's provider. */
export function observeBy({ spanProcessors, placed }) {
  const provider = new NodeTracerProvider({
    spanProcessors: [...spanProcessors, new BatchSpanProcessor(placed(new OTLPTraceExporter()))],
  });
  provider.register();
  return { settings: { bridge: new OtelBridge() }, shutdown: () => provider.shutdown() };
}
