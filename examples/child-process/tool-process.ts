/**
 * A tool as a program of its own, with its own tracer provider and exporter: a search that asks a
 * model of its own.
 */
import { setTimeout as sleep } from 'node:timers/promises';

import { context, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { SessionTraceSpanProcessor, contextFromEnvironment, fromEnv } from 'otel-session-trace';

import { SESSION_TRACING, SESSION_VARIABLE } from './variables.js';

const provider = new NodeTracerProvider({
  spanProcessors: [
    ...(process.env[SESSION_TRACING] === 'on'
      ? [new SessionTraceSpanProcessor({ sessionId: fromEnv(SESSION_VARIABLE) })]
      : []),
    // Sends to where the standard environment variables of OTLP say.
    new BatchSpanProcessor(new OTLPTraceExporter()),
  ],
});
provider.register();

// The one line that a tool adds: it hangs its spans under the span that started the process.
await context.with(contextFromEnvironment(), search);
// Lost: nobody thought of a parent here, and no context holds one.
await traced('cache.write', () => sleep(3));

await provider.shutdown();

async function search(): Promise<void> {
  await traced('search', async () => {
    await traced('read_files', () => sleep(3));
    // A turn of the tool's own agent.
    await traced('interaction', () => traced('llm_request', () => sleep(3)));
  });
}

function traced(name: string, run: () => Promise<void>): Promise<void> {
  return trace.getTracer('tool-process').startActiveSpan(name, async (span) => {
    await run();
    span.end();
  });
}
