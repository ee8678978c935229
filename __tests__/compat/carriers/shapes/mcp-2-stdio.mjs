// Two sessions at once on one MCP server over stdio, with the packages of MCP's second major.
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { searchBy } from '../support/mcp.mjs';
import { converseInTwoSessions, startTracing } from '../support/tracing.mjs';

const provider = startTracing({ sessionId: () => undefined });
const client = new Client({ name: 'agent', version: '1.0.0' });
await client.connect(
  new StdioClientTransport({
    command: process.execPath,
    args: [new URL('../processes/mcp-2.mjs', import.meta.url).pathname],
    env: process.env,
  }),
);

await converseInTwoSessions(() => searchBy(client));

await client.close();
await provider.shutdown();
