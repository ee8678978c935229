// An agent that is asked over the Agent Client Protocol, by a tool of another one: two sessions at once.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable, Writable } from 'node:stream';
import { PROTOCOL_VERSION, client, methods, ndJsonStream } from '@agentclientprotocol/sdk';
import { sessionCarrier } from 'otel-session-trace';
import { converseInTwoSessions, startTracing } from '../support/tracing.mjs';

const provider = startTracing({ sessionId: () => undefined });
const child = spawn(
  process.execPath,
  [new URL('../processes/acp-agent.mjs', import.meta.url).pathname],
  { stdio: ['pipe', 'pipe', 'inherit'] },
);
const stream = ndJsonStream(Writable.toWeb(child.stdin), Readable.toWeb(child.stdout));
await client({ name: 'editor' }).connectWith(stream, async (agent) => {
  const { initialize, session } = methods.agent;
  await agent.request(initialize, { protocolVersion: PROTOCOL_VERSION, clientCapabilities: {} });
  const created = await agent.request(session.new, { cwd: process.cwd(), mcpServers: [] });
  await converseInTwoSessions(
    () => () =>
      agent.request(session.prompt, {
        sessionId: created.sessionId,
        prompt: [{ type: 'text', text: 'Search.' }],
        _meta: sessionCarrier(undefined, { baggage: true }),
      }),
  );
});
child.stdin.end();
await once(child, 'exit');
await provider.shutdown();
