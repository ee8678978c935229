import { mkdir, writeFile } from 'node:fs/promises';

import { converse } from '../support/converse.js';
import { runChild } from '../support/child-lines.js';

const CLI = 'node_modules/@google/gemini-cli/bundle/gemini.js';

const SETTINGS = {
  GEMINI_CLI_TRUST_WORKSPACE: 'true',
  GEMINI_TELEMETRY_ENABLED: 'true',
  GEMINI_TELEMETRY_TARGET: 'local',
  GEMINI_TELEMETRY_TRACES_ENABLED: 'true',
  GEMINI_TELEMETRY_OTLP_PROTOCOL: 'http',
  GEMINI_TELEMETRY_OTLP_ENDPOINT: new URL(process.env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT).origin,
};

// With a base URL in the environment it would take that for a gateway of its vendor's.
const AUTH = { security: { auth: { selectedType: 'gemini-api-key' } } };

const homes = new Map();

/** Conversations of two people: in one home, files of sessions whose ids begin alike would be one. */
async function makeHome(sessionId) {
  const home = `${process.env.HOME}/${sessionId}`;
  await mkdir(`${home}/.gemini`, { recursive: true });
  await writeFile(`${home}/.gemini/settings.json`, JSON.stringify(AUTH));
  homes.set(sessionId, home);
  return home;
}

/** Takes one turn of a conversation: each is a process, which resumes what the last one wrote down. */
async function ask(sessionId, question) {
  const isResumed = homes.has(sessionId);
  const HOME = homes.get(sessionId) ?? (await makeHome(sessionId));
  const args = [
    CLI,
    '-p',
    question,
    '--model',
    'local-model',
    isResumed ? '--resume' : '--session-id',
    sessionId,
  ];
  // Read by the register hook alone: the first process of a session exports its root, the others refer to it.
  const SESSION_TRACE_ROOT = isResumed ? 'reference' : 'shared';
  return runChild(args, { ...SETTINGS, HOME, SESSION_TRACE_ROOT });
}

await converse(ask, 'uuid');
