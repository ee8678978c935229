import * as anthropic from '@anthropic-ai/sdk';
import { AnthropicInstrumentation as OpenInference } from '@arizeai/openinference-instrumentation-anthropic';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { AnthropicInstrumentation as Traceloop } from '@traceloop/instrumentation-anthropic';

import { chosenWay } from '../support/chosen-way.js';
import { converse } from '../support/converse.js';

const { spanProcessors, around } = await chosenWay(import.meta.url);
const provider = new NodeTracerProvider({
  spanProcessors: [...spanProcessors, new BatchSpanProcessor(new OTLPTraceExporter())],
});
provider.register();

const Instrumentation = { openinference: OpenInference, traceloop: Traceloop }[process.argv[2]];
const instrumentation = new Instrumentation();
instrumentation.setTracerProvider(provider);
instrumentation.manuallyInstrument(anthropic);

const { ask } = await import('./agent.js');
await converse((id, question) => around(id, () => ask(id, question)));
await provider.shutdown();
