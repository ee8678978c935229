import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { findMergedProblems } from '../../../../examples/support/merged-problems.js';
import { printTraces } from '../../../../examples/support/print-traces.js';
import { startReceiver } from './receiver.ts';
import { WORKERS, whyMissing } from './workers.ts';

const SESSION_ID = 'refactor-the-parser';
const CHAT = fileURLToPath(
  new URL('../../../../examples/resumed-session/chat-process.ts', import.meta.url),
);

/** Runs a Node process and the workers in one session, at once, and judges what arrived. */
export async function main(): Promise<number> {
  for (const worker of WORKERS) {
    const missing = whyMissing(worker);
    if (missing !== undefined) console.log(`${worker.scope}: skipped, ${missing}`);
  }
  const workers = WORKERS.filter((worker) => whyMissing(worker) === undefined).map((worker) => ({
    scope: worker.scope,
    command: worker.prepare(),
  }));
  // It exports the session root, under the span id that the others derive.
  const chat = {
    sessionId: SESSION_ID,
    sessionRoot: 'shared',
    resumed: false,
    turns: ['Which files?', 'Why?'],
  };
  const receiver = await startReceiver();
  try {
    await Promise.all(
      [
        [process.execPath, '--import', 'tsx', CHAT, JSON.stringify(chat)] as const,
        ...workers.map(({ command }) => command),
      ].map((command) => runProcess(command, receiver.url)),
    );
  } finally {
    await receiver.close();
  }
  printTraces('One session, from all processes', receiver.spans, ({ scope }) => `(${scope})`);
  const scopes = new Set(receiver.spans.map(({ scope }) => scope));
  const problems = [
    ...findMergedProblems(receiver.spans, [SESSION_ID]),
    ...['chat', ...workers.map(({ scope }) => scope)]
      .filter((scope) => !scopes.has(scope))
      .map((scope) => `nothing arrived from ${scope}`),
  ];
  for (const problem of problems) console.error(`✗ ${problem}`);
  if (problems.length > 0) return 1;
  console.log(`✓ one well-formed trace with the spans of ${workers.length + 1} processes`);
  return 0;
}

/** Runs a command to its end; a failure is an error. */
function runProcess(
  [program, ...args]: readonly [string, ...string[]],
  url: string,
): Promise<void> {
  const variables = { AGENT_SESSION_ID: SESSION_ID, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: url };
  const child = spawn(program, args, { env: { ...process.env, ...variables }, stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => {
      if (exitCode === 0) resolve();
      else reject(new Error(`${program} ended with exit code ${String(exitCode)}`));
    });
  });
}
