import { converse } from '../support/converse.js';
// The client that comes with it, as an editor would use it.
import { approveAll, CopilotClient } from './node_modules/@github/copilot/copilot-sdk/index.js';

const client = new CopilotClient({
  cliPath: 'node_modules/@github/copilot/index.js',
  env: {
    ...process.env,
    // The client starts the build for Node by this Node; a hook reaches it through this.
    NODE_OPTIONS: process.execArgv.join(' '),
    COPILOT_OFFLINE: 'true',
    COPILOT_PROVIDER_TYPE: 'openai',
    COPILOT_PROVIDER_BASE_URL: process.env.OPENAI_BASE_URL,
    COPILOT_PROVIDER_API_KEY: 'none',
    COPILOT_MODEL: 'local-model',
    COPILOT_OTEL_ENABLED: 'true',
    OTEL_EXPORTER_OTLP_ENDPOINT: new URL(process.env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT).origin,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    // It does not wait for its exporter when it is stopped.
    OTEL_BSP_SCHEDULE_DELAY: '10',
  },
});
await client.start();

const sessions = new Map();

async function startSession(sessionId) {
  const session = await client.createSession({
    sessionId,
    model: 'local-model',
    provider: { type: 'openai', baseUrl: process.env.OPENAI_BASE_URL, apiKey: 'none' },
    // The local model would use whatever it is offered.
    availableTools: [],
    onPermissionRequest: approveAll,
  });
  sessions.set(sessionId, session);
  return session;
}

async function ask(conversationId, question) {
  const session = sessions.get(conversationId) ?? (await startSession(conversationId));
  const message = await session.sendAndWait({ prompt: question });
  return message?.data.content ?? '';
}

await converse(ask);
await Promise.all([...sessions.values()].map((session) => session.disconnect()));
await client.stop();
