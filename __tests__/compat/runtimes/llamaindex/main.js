import { createRequire } from 'node:module';

import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { LlamaIndexInstrumentation } from '@traceloop/instrumentation-llamaindex';

import { chosenWay } from '../support/chosen-way.js';
import { converse } from '../support/converse.js';
import { createAgents } from './agent.js';

const { spanProcessors, around } = await chosenWay(import.meta.url);
const provider = new NodeTracerProvider({
  spanProcessors: [...spanProcessors, new BatchSpanProcessor(new OTLPTraceExporter())],
});
provider.register();
const instrumentation = new LlamaIndexInstrumentation();
instrumentation.setTracerProvider(provider);
instrumentation.enable();

// It sees what is loaded by `require`; of ES modules it would see nothing, and make no span.
const require = createRequire(import.meta.url);
const ask = createAgents(require('llamaindex'), require('@llamaindex/openai'));
await converse((id, question) => around(id, () => ask(id, question)));
await provider.shutdown();
