import { observeOpenAI } from '@langfuse/openai';
import { LangfuseSpanProcessor } from '@langfuse/otel';
import { propagateAttributes, startActiveObservation } from '@langfuse/tracing';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { OpenAI } from 'openai';

import { chosenWay } from '../support/chosen-way.js';
import { converse } from '../support/converse.js';
import { createAgent } from '../support/openai-agent.js';

const { spanProcessors, placed } = await chosenWay(import.meta.url);
const langfuse = new LangfuseSpanProcessor({
  // Nobody there: the exporter is given.
  ...{ publicKey: 'none', secretKey: 'none', baseUrl: 'http://127.0.0.1:9' },
  exporter: placed(new OTLPTraceExporter()),
});
const provider = new NodeTracerProvider({ spanProcessors: [langfuse, ...spanProcessors] });
provider.register();

const ask = createAgent(function observed() {
  return observeOpenAI(new OpenAI());
});
await converse((sessionId, question) =>
  propagateAttributes({ sessionId }, () =>
    startActiveObservation('turn', () => ask(sessionId, question)),
  ),
);
await provider.shutdown();
