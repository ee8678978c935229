import { createRequire } from 'node:module';

import { OpenAIInstrumentation as OpenInference } from '@arizeai/openinference-instrumentation-openai';
import { context, metrics, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OpenAIInstrumentation as Official } from '@opentelemetry/instrumentation-openai';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { OpenAIInstrumentation as Traceloop } from '@traceloop/instrumentation-openai';

import { chosenWay } from '../support/chosen-way.js';
import { converse } from '../support/converse.js';
import { createAgent } from '../support/openai-agent.js';

const { spanProcessors, around } = await chosenWay(import.meta.url);
const provider = new TracerProvider({
  spanProcessors: [
    ...spanProcessors,
    new BatchSpanProcessor({ exporter: new OTLPTraceExporter() }),
  ],
});
trace.setGlobalTracerProvider(provider);
context.setGlobalContextManager(new AsyncLocalStorageContextManager());

const Instrumentation = {
  official: Official,
  openinference: OpenInference,
  traceloop: Traceloop,
}[process.argv[2]];
const instrumentation = new Instrumentation();
instrumentation.setTracerProvider(provider);
// OpenTelemetry's own makes its instruments here.
instrumentation.setMeterProvider(metrics.getMeterProvider());
instrumentation.enable();

// Instrumentations see what is loaded by `require`, without a loader of their own.
const ask = createAgent(createRequire(import.meta.url)('openai').OpenAI);
await converse((id, question) => around(id, () => ask(id, question)));
await provider.shutdown();
