import { Mastra } from '@mastra/core';
import { Observability } from '@mastra/observability';
import { OtelBridge } from '@mastra/otel-bridge';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

import { chosenWay } from '../support/chosen-way.js';
import { converse } from '../support/converse.js';
import { ask, travelAgent } from './agent.js';

const { spanProcessors, around, placed } = await chosenWay(import.meta.url);
const provider = new NodeTracerProvider({
  spanProcessors: [...spanProcessors, new BatchSpanProcessor(placed(new OTLPTraceExporter()))],
});
provider.register();

const mastra = new Mastra({
  agents: { travelAgent },
  observability: new Observability({
    configs: { default: { serviceName: 'travel', bridge: new OtelBridge() } },
  }),
});
await converse((id, question) => around(id, () => ask(mastra, id, question)));
await mastra.observability.shutdown();
await provider.shutdown();
