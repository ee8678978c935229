import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import * as traceloop from '@traceloop/node-server-sdk';
import { OpenAI } from 'openai';

import { chosenWay } from '../support/chosen-way.js';
import { converse } from '../support/converse.js';
import { createAgent } from '../support/openai-agent.js';

const { spanProcessors } = await chosenWay(import.meta.url);
// It makes the provider, with its own processor first.
traceloop.initialize({
  exporter: new OTLPTraceExporter(),
  instrumentModules: { openAI: OpenAI },
  processor: spanProcessors[0],
  // Its prompts are not on this machine.
  traceloopSyncEnabled: false,
  silenceInitializationMessage: true,
});

const ask = createAgent(OpenAI);
await converse((id, question) => traceloop.withConversation(id, () => ask(id, question)));
await traceloop.forceFlush();
