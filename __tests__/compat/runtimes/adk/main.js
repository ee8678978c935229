import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

import { chosenWay } from '../support/chosen-way.js';
import { converse } from '../support/converse.js';

const { spanProcessors, placed } = await chosenWay(import.meta.url);
const provider = new NodeTracerProvider({
  spanProcessors: [...spanProcessors, new BatchSpanProcessor(placed(new OTLPTraceExporter()))],
});
provider.register();

// ADK takes its tracer when it is loaded.
const { ask } = await import('./agent.js');
await converse(ask);
await provider.shutdown();
