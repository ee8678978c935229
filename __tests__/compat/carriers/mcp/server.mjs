import { setTimeout as sleep } from 'node:timers/promises';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { ROOT_CONTEXT, context, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import {
  contextFromCarrier,
  createSessionTracing,
  firstOf,
  fromAttributes,
  fromBaggage,
} from 'otel-session-trace';

const sessions = createSessionTracing({
  // The agent that started this server may say which session it is.
  sessionId: firstOf(fromBaggage('session.id'), fromAttributes('session.id')),
  sessionRoot: 'reference',
});
const provider = new NodeTracerProvider({
  spanProcessors: [sessions.spanProcessor, new BatchSpanProcessor(new OTLPTraceExporter())],
});
provider.register();

const server = new McpServer({ name: 'server', version: '1.0.0' });
server.registerTool('search', {}, ({ _meta }) =>
  // The one line that a server adds.
  context.with(contextFromCarrier(_meta), () => traced('tools/call', search)),
);
await server.connect(new StdioServerTransport());
process.stdin.once('end', () => void provider.shutdown());

async function search() {
  await traced('work', rest);
  await traced('interaction', rest); // A turn of an agent in here.
  await traced('lost', rest, { root: true }); // A span that has lost its parent,
  const attributes = { 'session.id': sessions.sessionOf() };
  await context.with(ROOT_CONTEXT, () => traced('lost altogether', rest, { attributes }));
  return { content: [{ type: 'text', text: 'found' }] };
}

function traced(name, run, options = {}) {
  return trace.getTracer('server').startActiveSpan(name, options, async (span) => {
    const result = await run();
    span.end();
    return result;
  });
}

function rest() {
  return sleep(3);
}
