// The same with the packages of MCP's second major.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { searchBy } from '../support/mcp.mjs';
import { startProcess } from '../support/other-process.mjs';
import { converseInTwoSessions, startTracing } from '../support/tracing.mjs';

const provider = startTracing({ sessionId: () => undefined });
const server = await startProcess(new URL('../processes/mcp-2.mjs', import.meta.url));
const client = new Client({ name: 'agent', version: '1.0.0' });
await client.connect(new StreamableHTTPClientTransport(new URL(server.ready)));

await converseInTwoSessions(() => searchBy(client));

await client.close();
await server.close();
await provider.shutdown();
