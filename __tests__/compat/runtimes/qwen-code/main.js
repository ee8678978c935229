import { converse } from '../support/converse.js';
import { runChild } from '../support/child-lines.js';

const CLI = 'node_modules/@qwen-code/qwen-code/cli.js';
// As little as it can be: the local model would use whatever tool is named somewhere.
const OPTIONS = ['--bare', '--core-tools', 'read_file', '--auth-type', 'openai'];

const SETTINGS = {
  QWEN_TELEMETRY_ENABLED: 'true',
  QWEN_TELEMETRY_TARGET: 'local',
  QWEN_TELEMETRY_OTLP_PROTOCOL: 'http',
  QWEN_TELEMETRY_OTLP_ENDPOINT: new URL(process.env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT).origin,
};

const known = new Set();

/** Takes one turn of a conversation: each is a process, which resumes what the last one wrote down. */
async function ask(sessionId, question) {
  const isResumed = known.has(sessionId);
  known.add(sessionId);
  const session = [isResumed ? '--resume' : '--session-id', sessionId];
  const args = [CLI, '-p', question, ...OPTIONS, '--model', 'local-model', ...session];
  // Read by the register hook alone: the first process of a session exports its root, the others refer to it.
  const SESSION_TRACE_ROOT = isResumed ? 'reference' : 'shared';
  return runChild(args, { ...SETTINGS, SESSION_TRACE_ROOT });
}

await converse(ask, 'uuid');
