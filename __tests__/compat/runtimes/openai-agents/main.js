import { setSession } from '@arizeai/openinference-core';
import { OpenAIAgentsInstrumentation } from '@arizeai/openinference-instrumentation-openai-agents';
import * as agents from '@openai/agents';
import { context } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { fromOpenInference, SessionTraceSpanProcessor } from 'otel-session-trace';

import { converse } from '../support/converse.js';
import { ask } from './agent.js';

/** How the session is told, and what is around a turn for it. */
const ways = {
  before: {},
  group: { sessionId: () => agents.getCurrentTrace()?.groupId },
  openInference: {
    sessionId: fromOpenInference(),
    around: (sessionId, turn) => context.with(setSession(context.active(), { sessionId }), turn),
  },
};

const { sessionId, around = (_, turn) => turn() } = ways[process.argv[2]];
const sessionTrace =
  sessionId &&
  new SessionTraceSpanProcessor({
    sessionId,
    interaction: 'Agent workflow',
    // A run has two spans of that name, one inside the other.
    nestedInteractions: 'keep',
  });

const provider = new NodeTracerProvider({
  spanProcessors: [
    ...(sessionTrace ? [sessionTrace] : []),
    new BatchSpanProcessor(new OTLPTraceExporter()),
  ],
});
provider.register();
new OpenAIAgentsInstrumentation({ tracerProvider: provider }).manuallyInstrument(agents);

await converse((id, question) => around(id, () => ask(id, question)));
await provider.shutdown();
