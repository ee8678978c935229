import { Readable, Writable } from 'node:stream';
import { PROTOCOL_VERSION, agent, methods, ndJsonStream } from '@agentclientprotocol/sdk';
import { context } from '@opentelemetry/api';
import { contextFromCarrier } from 'otel-session-trace';
import { startTracing, traced, work } from '../support/tracing.mjs';

const provider = startTracing();
const { initialize, session } = methods.agent;
const connection = agent({ name: 'agent' })
  .onRequest(initialize, () => ({ protocolVersion: PROTOCOL_VERSION }))
  .onRequest(session.new, () => ({ sessionId: crypto.randomUUID() }))
  .onRequest(session.prompt, ({ params }) =>
    context.with(contextFromCarrier(params._meta), () => traced('session/prompt', answer)),
  )
  .connect(ndJsonStream(Writable.toWeb(process.stdout), Readable.toWeb(process.stdin)));
await connection.closed;
await provider.shutdown();

async function answer() {
  await work();
  return { stopReason: 'end_turn' };
}
