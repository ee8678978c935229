import { ROOT_CONTEXT, TraceFlags, trace, type Context } from '@opentelemetry/api';
import { randomBytes } from 'node:crypto';

import type { Runtime } from './runtime.js';

/** What the user asks and the agent answers, turn by turn. */
const TURNS = [
  ['What is in the repository?', 'A plugin for OpenTelemetry, with tests.'],
  ['Which test fails?', 'The one for late spans: it waits too short a time.'],
  ['Mend it.', 'Done: it waits for the span itself now.'],
] as const;

/** A hook before the first turn; a turn with a tool; a callback that lost its context; a turn that came over HTTP. */
export async function beginSession(runtime: Runtime): Promise<void> {
  await runtime.lost('hook SessionStart');
  await turn(runtime, 0, async () => {
    await model(runtime, 'run ls');
    await tool(runtime, 'Bash', 'ls', 'README.md src test');
    await model(runtime, TURNS[0][1]);
  });
  await runtime.lost('callback PostToolUse');
  await turn(
    runtime,
    1,
    async () => {
      await model(runtime, 'ask a helper');
      await subagent(runtime);
      await model(runtime, TURNS[1][1]);
    },
    remoteParent(),
  );
}

/** A turn that is started under a span of no session. */
export async function resumeSession(runtime: Runtime, poll: Context): Promise<void> {
  await turn(
    runtime,
    2,
    async () => {
      await model(runtime, 'edit the test');
      await tool(runtime, 'Edit', 'late-spans.test.ts', 'file changed since it was read', 'failed');
      await model(runtime, TURNS[2][1]);
    },
    poll,
  );
}

function turn(
  runtime: Runtime,
  index: 0 | 1 | 2,
  inside: () => Promise<void>,
  parent?: Context,
): Promise<void> {
  const [input, output] = TURNS[index];
  return runtime.traced({ name: 'interaction', kind: 'AGENT', input, output }, inside, parent);
}

function model(runtime: Runtime, output: string): Promise<void> {
  return runtime.traced({
    name: 'llm_request',
    kind: 'LLM',
    input: 'the conversation so far',
    output,
    millis: 12,
    attributes: { 'llm.model_name': 'small-model', 'llm.token_count.total': 120 },
  });
}

function tool(
  runtime: Runtime,
  name: string,
  input: string,
  output: string,
  error?: string,
): Promise<void> {
  const failure = error === undefined ? {} : { error };
  const attributes = { 'tool.name': name };
  return runtime.traced(
    { name: `tool ${name}`, kind: 'TOOL', input, output, attributes, ...failure },
    () =>
      runtime.traced({
        name: 'tool.execution',
        kind: 'TOOL',
        input,
        output,
        millis: 20,
        ...failure,
      }),
  );
}

function subagent(runtime: Runtime): Promise<void> {
  const task = { input: 'Run the tests', output: 'late spans: 1 failed' };
  const attributes = { 'tool.name': 'Task' };
  return runtime.traced({ name: 'tool Task', kind: 'TOOL', ...task, attributes }, () =>
    runtime.traced({ name: 'subagent', kind: 'AGENT', ...task }, () =>
      model(runtime, 'late spans: 1 failed'),
    ),
  );
}

/** The parent that a request names whose sender exports to another place. */
function remoteParent(): Context {
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId: randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    traceFlags: TraceFlags.SAMPLED,
    isRemote: true,
  });
}
