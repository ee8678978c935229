import { AsyncLocalStorage } from 'node:async_hooks';

import * as callbackManagerModule from '@langchain/core/callbacks/manager';
import { awaitAllCallbacks } from '@langchain/core/callbacks/promises';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { LangChainInstrumentation } from '@traceloop/instrumentation-langchain';
import { SessionTraceSpanProcessor } from 'otel-session-trace';

import { converse } from '../support/converse.js';
import { ask } from './agent.js';

const conversation = new AsyncLocalStorage();

const ways = {
  before: () => [],

  storage: () => {
    // LangChain calls the handlers of all runs from one queue, and each inherits the async context
    // of whichever was there before: a span would land in that one's session.
    process.env.LANGCHAIN_CALLBACKS_BACKGROUND = 'false';
    return [
      new SessionTraceSpanProcessor({
        sessionId: () => conversation.getStore(),
        interaction: 'workflow CompiledStateGraph',
        // No span has a parent. What starts while a turn is open belongs to it.
        orphans: 'open-interaction',
      }),
    ];
  },
};

const provider = new NodeTracerProvider({
  spanProcessors: [...ways[process.argv[2]](), new BatchSpanProcessor(new OTLPTraceExporter())],
});
provider.register();
new LangChainInstrumentation().manuallyInstrument({ callbackManagerModule });

await converse((id, question) => conversation.run(id, () => ask(id, question)));
await awaitAllCallbacks();
await provider.shutdown();
