import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

import { chosenWay } from '../support/chosen-way.js';
import { converse } from '../support/converse.js';
import { ask } from './agent.js';

Object.assign(process.env, {
  CLAUDE_CODE_ENABLE_TELEMETRY: '1',
  CLAUDE_CODE_ENHANCED_TELEMETRY_BETA: '1',
  OTEL_TRACES_EXPORTER: 'otlp',
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  // What is asked of the vendor besides the model.
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
});

const { spanProcessors, around } = await chosenWay(import.meta.url);
const provider = new NodeTracerProvider({
  spanProcessors: [...spanProcessors, new BatchSpanProcessor(new OTLPTraceExporter())],
});
provider.register();

await converse((id, question) => around(id, () => ask(id, question)), 'uuid');
await provider.shutdown();
