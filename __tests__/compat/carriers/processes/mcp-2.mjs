import { createServer } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { McpServer, createMcpHandler } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { context } from '@opentelemetry/api';
import { contextFromCarrier } from 'otel-session-trace';
import { listen, serveUntilDisconnected } from '../support/other-process.mjs';
import { startTracing, traced, work } from '../support/tracing.mjs';

const provider = startTracing();
if (process.send === undefined) {
  serveStdio(newServer);
  process.stdin.once('end', () => void provider.shutdown());
} else {
  const server = createServer(toNodeHandler(createMcpHandler(newServer)));
  serveUntilDisconnected(await listen(server), async () => {
    server.close();
    server.closeAllConnections();
    await provider.shutdown();
  });
}

function newServer() {
  const server = new McpServer({ name: 'server', version: '1.0.0' });
  server.registerTool('search', {}, ({ mcpReq }) =>
    context.with(contextFromCarrier(mcpReq._meta), () => traced('tools/call', search)),
  );
  return server;
}

async function search() {
  await work();
  return { content: [{ type: 'text', text: 'found' }] };
}
