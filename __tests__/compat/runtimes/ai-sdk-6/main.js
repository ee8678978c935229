import { AsyncLocalStorage } from 'node:async_hooks';

import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { fromAttributes, SessionTraceSpanProcessor } from 'otel-session-trace';

import { converse } from '../support/converse.js';
import { ask } from './agent.js';

const conversation = new AsyncLocalStorage();

/** How the session is told. */
const ways = {
  attribute: fromAttributes('ai.telemetry.metadata.sessionId'),
  storage: () => conversation.getStore(),
};

const sessionId = ways[process.argv[2]];
const sessionTrace =
  sessionId &&
  new SessionTraceSpanProcessor({
    sessionId,
    interaction: ['ai.generateText', 'ai.streamText'],
    // A tool may ask a model as well.
    nestedInteractions: 'keep',
  });

const provider = new NodeTracerProvider({
  spanProcessors: [
    ...(sessionTrace ? [sessionTrace] : []),
    new BatchSpanProcessor(new OTLPTraceExporter()),
  ],
});
provider.register();

await converse((id, question) => conversation.run(id, () => ask(id, question)));
await provider.shutdown();
