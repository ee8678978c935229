// What every server does with a request: one turn of an agent, whose answer is streamed. It knows of no session but
// where that is what is tried: `WAY` is then `handler`.
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, context, trace } from '@opentelemetry/api';
import { withSession } from 'otel-session-trace';

const tracer = trace.getTracer('agent');

function traced(name, options, work) {
  return tracer.startActiveSpan(name, options, async (span) => {
    try {
      return await work();
    } finally {
      span.end();
    }
  });
}

/** Runs a handler, which knows its session from somewhere, in that session; or leaves it to the header. */
export const inSession = (sessionId, handler) =>
  process.env.WAY === 'handler' ? withSession(sessionId, handler) : handler();

/** Middleware of its own, for frameworks that have spans for theirs and for those that have none. */
export const authenticate = () => traced('authenticate', {}, () => sleep(1));

/** A turn: two calls of the model and a tool between; yields the answer in pieces. */
export async function* takeTurn() {
  const turn = tracer.startSpan('interaction');
  const within = (name, options, work) =>
    tracer.startActiveSpan(name, options, trace.setSpan(context.active(), turn), async (span) => {
      try {
        return await work();
      } finally {
        span.end();
      }
    });
  try {
    await within('llm_request', { kind: SpanKind.CLIENT }, askModel);
    yield 'looking it up\n';
    await within('tool', {}, () => traced('tool.execution', {}, () => sleep(2)));
    for (let piece = 0; piece < 3; piece++) {
      yield `piece ${piece}\n`;
      await sleep(2);
    }
    await within('llm_request', { kind: SpanKind.CLIENT }, askModel);
    yield 'done\n';
  } finally {
    turn.end();
  }
}

async function askModel() {
  await fetch(`${process.env.MODEL_URL}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hello' }] }),
  }).then((response) => response.text());
}
