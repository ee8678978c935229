import { AsyncLocalStorage } from 'node:async_hooks';

import { OpenTelemetry } from '@ai-sdk/otel';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { registerTelemetry } from 'ai';
import { fromAttributes, SessionTraceSpanProcessor } from 'otel-session-trace';

import { converse } from '../support/converse.js';
import { ask } from './agent.js';

const conversation = new AsyncLocalStorage();

/** How the session is told. */
const ways = {
  attribute: fromAttributes('ai.settings.context.sessionId'),
  storage: () => conversation.getStore(),
};

const sessionId = ways[process.argv[2]];
const sessionTrace =
  sessionId &&
  new SessionTraceSpanProcessor({
    sessionId,
    interaction: 'invoke_agent *',
    // A tool may be an agent as well.
    nestedInteractions: 'keep',
  });

const provider = new TracerProvider({
  spanProcessors: [
    ...(sessionTrace ? [sessionTrace] : []),
    new BatchSpanProcessor({ exporter: new OTLPTraceExporter() }),
  ],
});
trace.setGlobalTracerProvider(provider);
context.setGlobalContextManager(new AsyncLocalStorageContextManager());
registerTelemetry(new OpenTelemetry({ runtimeContext: true }));

await converse((id, question) => conversation.run(id, () => ask(id, question)));
await provider.shutdown();
