import { createServer } from 'node:http';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { context } from '@opentelemetry/api';
import { contextFromCarrier } from 'otel-session-trace';
import { listen, serveUntilDisconnected } from '../support/other-process.mjs';
import { startTracing, traced, work } from '../support/tracing.mjs';

const provider = startTracing();
const server = createServer((request, response) => void answer(request, response));
serveUntilDisconnected(await listen(server), async () => {
  server.close();
  server.closeAllConnections();
  await provider.shutdown();
});

/** Without sessions of its own, the protocol wants a server for each request. */
async function answer(request, response) {
  const mcpServer = new McpServer({ name: 'server', version: '1.0.0' });
  mcpServer.registerTool('search', {}, ({ _meta }) =>
    context.with(contextFromCarrier(_meta), () => traced('tools/call', search)),
  );
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
  response.once('close', () => void transport.close());
  await mcpServer.connect(transport);
  await transport.handleRequest(request, response);
}

async function search() {
  await work();
  return { content: [{ type: 'text', text: 'found' }] };
}
