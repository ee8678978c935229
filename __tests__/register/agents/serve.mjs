// An agent in server mode, as agents are: it takes prompts of many sessions on standard input, one JSON
// line each, and answers when the turn is done. Nothing here knows of otel-session-trace.
import process from 'node:process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT_CONTEXT, SpanStatusCode, context, trace } from '@opentelemetry/api';

// Taken before any SDK is there, as modules do at their top.
const tracer = trace.getTracer('agent');

/** Serves until standard input ends; answers lines on standard output. */
export async function serve() {
  const turns = [];
  process.stdout.write('ready\n');
  for await (const line of createInterface({ input: process.stdin })) {
    const { session, prompt } = JSON.parse(line);
    turns.push(
      takeTurn(session, prompt).then((text) => {
        process.stdout.write(`${JSON.stringify({ session, text })}\n`);
      }),
    );
  }
  await Promise.all(turns);
}

async function takeTurn(session, prompt) {
  const attributes = { 'session.id': session, 'prompt.id': prompt };
  const turn = tracer.startSpan('agent.interaction', { attributes });
  const text = await context.with(trace.setSpan(context.active(), turn), async () => {
    await askModel(prompt);
    await runTool(session);
    return askModel(prompt);
  });
  turn.end();
  compact(session);
  return text;
}

/** A child span that names no session. */
async function askModel(prompt) {
  return tracer.startActiveSpan('llm_request', async (span) => {
    await sleep(1 + (prompt.length % 3));
    span.setAttribute('gen_ai.usage.output_tokens', prompt.length);
    span.end();
    return prompt.toUpperCase();
  });
}

/** The tool's own span is in place; what runs inside has lost its context. */
async function runTool(session) {
  const tool = tracer.startSpan('tool');
  await sleep(1);
  const execution = tracer.startSpan(
    'tool.execution',
    { attributes: { 'session.id': session } },
    ROOT_CONTEXT,
  );
  const hook = tracer.startSpan('hook', {}, ROOT_CONTEXT);
  await sleep(1);
  // Some code paths set all attributes when a span ends.
  hook.setAttribute('session.id', session);
  hook.end();
  execution.setStatus({ code: SpanStatusCode.OK }).end();
  tool.end();
}

/** Work after the turn: a local trace of its own, of which one inner span tells the conversation at its end. */
function compact(session) {
  const compaction = tracer.startSpan('compaction', {}, ROOT_CONTEXT);
  const inside = trace.setSpan(ROOT_CONTEXT, compaction);
  const request = tracer.startSpan('llm_request', {}, inside);
  request.setAttribute('gen_ai.conversation.id', session);
  request.end();
  tracer.startSpan('write_memory', {}, inside).end();
  compaction.end();
}
