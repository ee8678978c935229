import { sessionCarrier } from 'otel-session-trace';

/** A tool that an MCP server has, as an agent calls it. */
export function searchBy(client) {
  return () =>
    client.callTool({
      name: 'search',
      _meta: sessionCarrier(undefined, { baggage: true }),
    });
}
