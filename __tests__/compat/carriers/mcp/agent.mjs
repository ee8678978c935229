import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { createSessionTracing, sessionCarrier } from 'otel-session-trace';

const runtime = { sessionId: 'A' };
const sessions = createSessionTracing({
  sessionId: () => runtime.sessionId,
  sessionRoot: 'shared',
});
const provider = new NodeTracerProvider({
  spanProcessors: [sessions.spanProcessor, new BatchSpanProcessor(new OTLPTraceExporter())],
});
provider.register();

const client = new Client({ name: 'agent', version: '1.0.0' });
const server = new URL('./server.mjs', import.meta.url).pathname;
await client.connect(
  new StdioClientTransport({ command: process.execPath, args: [server], env: process.env }),
);

await traced('interaction', () => traced('tool', search));
runtime.sessionId = 'B'; // The user has typed /clear; the server stays.
await traced('interaction', () => traced('tool', search));

await client.close();
await provider.shutdown();

function search() {
  return client.callTool({
    name: 'search',
    // The one line that an agent adds.
    _meta: sessionCarrier(undefined, { baggage: true }),
  });
}

function traced(name, run) {
  return trace.getTracer('agent').startActiveSpan(name, async (span) => {
    await run();
    span.end();
  });
}
