// Traceloop's instrumentation in front. It keeps the spans of a client under the one that its `connect` made, so each
// session has a client of its own, connected in the session; and it hands nothing on to the server.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { McpInstrumentation } from '@traceloop/instrumentation-mcp';
import { searchBy } from '../support/mcp.mjs';
import { startProcess } from '../support/other-process.mjs';
import { converseInTwoSessions, startTracing } from '../support/tracing.mjs';

const provider = startTracing({ sessionId: () => undefined });
new McpInstrumentation({ traceContent: false }).manuallyInstrument({ Client });
const server = await startProcess(new URL('../processes/mcp-1-http.mjs', import.meta.url));
const clients = [];

await converseInTwoSessions(async () => {
  const client = new Client({ name: 'agent', version: '1.0.0' });
  clients.push(client);
  await client.connect(new StreamableHTTPClientTransport(new URL(server.ready)));
  return searchBy(client);
});

await Promise.all(clients.map((client) => client.close()));
await server.close();
await provider.shutdown();
