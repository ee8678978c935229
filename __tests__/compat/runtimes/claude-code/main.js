import { converse } from '../support/converse.js';
import { startChild } from '../support/child-lines.js';

const TELEMETRY = {
  CLAUDE_CODE_ENABLE_TELEMETRY: '1',
  CLAUDE_CODE_ENHANCED_TELEMETRY_BETA: '1',
  OTEL_TRACES_EXPORTER: 'otlp',
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  // What is asked of the vendor besides the model.
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
};

const CLI = 'node_modules/@anthropic-ai/claude-code/cli.js';
const STREAMS = ['--input-format', 'stream-json', '--output-format', 'stream-json', '--verbose'];

/** One process per conversation, as in two terminals. */
function startAgent(sessionId) {
  const args = [CLI, '-p', ...STREAMS, '--tools', '', '--model', 'local-model'];
  args.push('--session-id', sessionId);
  let answered;
  const child = startChild(args, TELEMETRY, (line) => {
    if (line.type === 'result') answered(line.result ?? JSON.stringify(line));
  });
  return {
    close: () => child.close(),
    ask: (text) =>
      new Promise((resolve, reject) => {
        answered = resolve;
        child.exited.then(([code]) => reject(new Error(`It ended with ${code}.`)));
        const message = { role: 'user', content: [{ type: 'text', text }] };
        child.say({ type: 'user', message, session_id: sessionId, parent_tool_use_id: null });
      }),
  };
}

const agents = new Map();

function ask(sessionId, question) {
  const agent = agents.get(sessionId) ?? startAgent(sessionId);
  agents.set(sessionId, agent);
  return agent.ask(question);
}

await converse(ask, 'uuid');
await Promise.all([...agents.values()].map((agent) => agent.close()));
