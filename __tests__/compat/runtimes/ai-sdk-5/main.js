import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

import { chosenWay } from '../support/chosen-way.js';
import { converse } from '../support/converse.js';
import { ask } from './agent.js';

const { spanProcessors, around } = await chosenWay(import.meta.url);
const provider = new NodeTracerProvider({
  spanProcessors: [...spanProcessors, new BatchSpanProcessor(new OTLPTraceExporter())],
});
provider.register();

await converse((id, question) => around(id, () => ask(id, question)));
await provider.shutdown();
