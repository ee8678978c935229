// Two sessions at once on one MCP server over streamable HTTP.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { searchBy } from '../support/mcp.mjs';
import { startProcess } from '../support/other-process.mjs';
import { converseInTwoSessions, startTracing } from '../support/tracing.mjs';

const provider = startTracing({ sessionId: () => undefined });
const server = await startProcess(new URL('../processes/mcp-1-http.mjs', import.meta.url));
const client = new Client({ name: 'agent', version: '1.0.0' });
await client.connect(new StreamableHTTPClientTransport(new URL(server.ready)));

await converseInTwoSessions(() => searchBy(client));

await client.close();
await server.close();
await provider.shutdown();
