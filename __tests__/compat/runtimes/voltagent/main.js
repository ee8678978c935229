import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { VoltAgentObservability } from '@voltagent/core';

import { chosenWay } from '../support/chosen-way.js';
import { converse } from '../support/converse.js';
import { createAsk } from './agent.js';

const { spanProcessors, placed } = await chosenWay(import.meta.url);
// It makes the provider, and lets through what its own tracer made.
const observability = new VoltAgentObservability({
  spanProcessors: [...spanProcessors, new BatchSpanProcessor(placed(new OTLPTraceExporter()))],
});
await converse(createAsk(observability));
await observability.shutdown();
// A timer of its storage would go on.
process.exit();
