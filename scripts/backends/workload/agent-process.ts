/** One process of the workload: begins the sessions and ends, or goes on with them and ends. */
import { context, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';

import { resources } from '@opentelemetry/sdk-node';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { createSessionTracing, withSession } from 'otel-session-trace';

import type { AgentStart } from './agent-start.js';
import { beginSession, resumeSession } from './conversation.js';
import { Runtime } from './runtime.js';

const { service, endpoint, sessions, part, pace, tracing } = JSON.parse(
  process.argv[2] ?? '',
) as AgentStart;

const sessionTracing =
  tracing &&
  createSessionTracing({
    sessionId: () => runtime.sessionId,
    traceScope: tracing.traceScope,
    sessionRoot: tracing.sessionRoot,
    orphans: tracing.orphans,
    sessionSpan: () => ({ attributes: { 'openinference.span.kind': 'CHAIN' } }),
  });
const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces` });
const provider = new NodeTracerProvider({
  resource: resources.resourceFromAttributes({
    'service.name': service,
    'openinference.project.name': service,
  }),
  spanProcessors: [
    ...(sessionTracing
      ? [sessionTracing.spanProcessor, new BatchSpanProcessor(sessionTracing.exporter(exporter))]
      : [new BatchSpanProcessor(exporter)]),
  ],
});
provider.register();
const runtime = new Runtime(pace);

// Work of no session, under which the second process starts its turns.
const poll = trace.getTracer('agent').startSpan('poll');

await Promise.all(
  sessions.map((sessionId) =>
    withSession({ sessionId, resumed: tracing?.resumed ?? false }, () =>
      runtime.run(sessionId, () =>
        part === 'first'
          ? beginSession(runtime)
          : resumeSession(runtime, trace.setSpan(context.active(), poll)),
      ),
    ),
  ),
);

if (part === 'second') poll.end();
await provider.shutdown();
