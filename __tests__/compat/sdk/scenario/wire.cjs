'use strict';

const { createServer } = require('node:http');

/**
 * Sends sessions to a receiver over OTLP/HTTP, with the exporter of each major, and prints how long the spans of our
 * own making last on the wire, where a nanosecond is neither rounded nor lost.
 */
async function sendToReceiver(major) {
  const receiver = await startReceiver();
  try {
    for (const sessionRoot of ['own', 'shared']) {
      await sendSession(major, receiver.url, sessionRoot);
    }
  } finally {
    receiver.close();
  }
  // Each span is a request of its own, and those overtake one another.
  const lines = receiver.spans.filter(({ name }) => name !== 'interaction').map(lengthOf);
  process.stdout.write(`${lines.sort().join('\n')}\n`);
}

function lengthOf({ name, startTimeUnixNano, endTimeUnixNano }) {
  return `${name}: ${BigInt(endTimeUnixNano) - BigInt(startTimeUnixNano)} ns`;
}

async function sendSession({ otlp, sdk, sessionTrace, ...major }, url, sessionRoot) {
  const sessions = sessionTrace.createSessionTracing({
    sessionId: (span) => span.attributes.session,
    sessionRoot,
    sessionSpan: (session) => ({ name: `${sessionRoot} root, ${session}` }),
    tracerProvider: () => provider,
  });
  const provider = major.newProvider({
    spanProcessors: [sessions.spanProcessor, major.exportTo(new otlp.OTLPTraceExporter({ url }))],
  });
  const tracer = provider.getTracer('wire');
  const turn = (session, startTime) =>
    tracer.startSpan('interaction', { attributes: { session }, startTime }).end();
  turn('started now');
  turn('started with the last nanosecond of a second', [1_700_000_000, 999_999_999]);
  turn('started at a date', new Date('2020-01-02T03:04:05.678Z'));
  turn('started at a fraction of a millisecond', 1_700_000_000_000.123);
  sessions.sessionContext('made before any span');
  sessions.endSession('started now');
  await provider.forceFlush();
  await provider.shutdown();
}

/** Takes what an OTLP/HTTP JSON exporter sends. */
async function startReceiver() {
  const spans = [];
  const server = createServer(async (request, response) => {
    const chunks = await request.toArray();
    const { resourceSpans } = JSON.parse(Buffer.concat(chunks).toString());
    spans.push(
      ...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
    );
    response.end('{}');
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${server.address().port}/v1/traces`;
  return { url, spans, close: () => server.close() };
}

module.exports = { sendToReceiver };
