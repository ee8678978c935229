import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { disableGenkitOTelInitialization } from 'genkit/tracing';

import { chosenWay } from '../support/chosen-way.js';
import { converse } from '../support/converse.js';

const { spanProcessors, around, placed } = await chosenWay(import.meta.url);
disableGenkitOTelInitialization();
const provider = new NodeTracerProvider({
  spanProcessors: [...spanProcessors, new BatchSpanProcessor(placed(new OTLPTraceExporter()))],
});
provider.register();

const { ask } = await import('./agent.js');
await converse((id, question) => around(id, () => ask(id, question)));
await provider.shutdown();
