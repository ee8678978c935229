import { OpenTelemetry } from '@ai-sdk/otel';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { registerTelemetry } from 'ai';

import { chosenWay } from '../support/chosen-way.js';
import { converse } from '../support/converse.js';
import { ask } from './agent.js';

const { spanProcessors, around } = await chosenWay(import.meta.url);
const provider = new TracerProvider({
  spanProcessors: [
    ...spanProcessors,
    new BatchSpanProcessor({ exporter: new OTLPTraceExporter() }),
  ],
});
trace.setGlobalTracerProvider(provider);
context.setGlobalContextManager(new AsyncLocalStorageContextManager());
registerTelemetry(new OpenTelemetry({ runtimeContext: true }));

await converse((id, question) => around(id, () => ask(id, question)));
await provider.shutdown();
