import { LangChainInstrumentation } from '@arizeai/openinference-instrumentation-langchain';
import * as CallbackManagerModule from '@langchain/core/callbacks/manager';
import { awaitAllCallbacks } from '@langchain/core/callbacks/promises';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

import { chosenWay } from '../support/chosen-way.js';
import { converse } from '../support/converse.js';
import { ask } from './agent.js';

const { spanProcessors, around, placed } = await chosenWay(import.meta.url);
const provider = new NodeTracerProvider({
  spanProcessors: [...spanProcessors, new BatchSpanProcessor(placed(new OTLPTraceExporter()))],
});
provider.register();
new LangChainInstrumentation().manuallyInstrument(CallbackManagerModule);

await converse((id, question) => around(id, () => ask(id, question)));
await awaitAllCallbacks();
await provider.shutdown();
