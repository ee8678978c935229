'use strict';

const { ONE, TWO, countingIds } = require('./ids.cjs');
const { renderTraces } = require('./render.cjs');

/**
 * Plays two turns of two sessions in an application that knows nothing of us: it was started with the
 * register hook. Some spans tell their session at the start, some at the end, some never.
 */
async function playRegistered({ api, sdk, newProvider, exportTo, register }) {
  const exporter = new sdk.InMemorySpanExporter();
  const provider = newProvider({
    idGenerator: countingIds(),
    spanProcessors: [exportTo(exporter)],
  });
  register(provider);
  const tracer = api.trace.getTracer('agent');
  for (const session of [ONE, TWO, ONE, TWO]) {
    takeTurn(api, tracer, session);
  }
  await provider.forceFlush();
  process.stdout.write(`${renderTraces(exporter.getFinishedSpans()).join('\n')}\n`);
}

function takeTurn({ ROOT_CONTEXT, context, trace }, tracer, session) {
  const attributes = { 'session.id': session };
  const turn = tracer.startSpan('interaction', { attributes });
  context.with(trace.setSpan(context.active(), turn), () => tracer.startSpan('llm_request').end());
  tracer.startSpan('tool', { attributes }, ROOT_CONTEXT).end();
  const hook = tracer.startSpan('hook', {}, ROOT_CONTEXT);
  hook.setAttributes(attributes).end();
  turn.end();

  const compaction = tracer.startSpan('compaction', {}, ROOT_CONTEXT);
  const request = tracer.startSpan('llm_request', {}, trace.setSpan(ROOT_CONTEXT, compaction));
  request.setAttribute('gen_ai.conversation.id', session).end();
  compaction.end();
}

module.exports = { playRegistered };
