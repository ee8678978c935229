import { setSession } from '@arizeai/openinference-core';
import { LangChainInstrumentation } from '@arizeai/openinference-instrumentation-langchain';
import * as CallbackManagerModule from '@langchain/core/callbacks/manager';
import { awaitAllCallbacks } from '@langchain/core/callbacks/promises';
import { context } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import {
  createSessionTracing,
  fromAttributes,
  fromOpenInference,
  SessionTraceSpanProcessor,
  withSession,
} from 'otel-session-trace';

import { converse } from '../support/converse.js';
import { ask } from './agent.js';

const interaction = 'LangGraph';

const ways = {
  before: () => ({ spanProcessors: [sendTo(new OTLPTraceExporter())] }),

  // The instrumentation knows the thread, and says so when a span ends.
  exporter: () => {
    const sessions = createSessionTracing({ sessionId: fromAttributes('session.id'), interaction });
    return {
      spanProcessors: [sessions.spanProcessor, sendTo(sessions.exporter(new OTLPTraceExporter()))],
    };
  },

  openInference: () => {
    keepContext();
    return {
      spanProcessors: [
        new SessionTraceSpanProcessor({ sessionId: fromOpenInference(), interaction }),
        sendTo(new OTLPTraceExporter()),
      ],
      around: (sessionId, turn) => context.with(setSession(context.active(), { sessionId }), turn),
    };
  },

  withSession: () => {
    keepContext();
    return {
      spanProcessors: [
        new SessionTraceSpanProcessor({ sessionId: fromAttributes('session.id'), interaction }),
        sendTo(new OTLPTraceExporter()),
      ],
      around: withSession,
    };
  },
};

function sendTo(exporter) {
  return new BatchSpanProcessor(exporter);
}

/**
 * LangChain calls the handlers of all runs from one queue, and each inherits the async context of
 * whichever was there before: a span would land in that one's session. So they are not queued.
 */
function keepContext() {
  process.env.LANGCHAIN_CALLBACKS_BACKGROUND = 'false';
}

const { spanProcessors, around = (_, turn) => turn() } = ways[process.argv[2]]();

const provider = new NodeTracerProvider({ spanProcessors });
provider.register();
new LangChainInstrumentation().manuallyInstrument(CallbackManagerModule);

await converse((id, question) => around(id, () => ask(id, question)));
await awaitAllCallbacks();
await provider.shutdown();
