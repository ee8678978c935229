/**
 * A program: a plain `node:http` server under the official instrumentation, and its clients. Spans go where the standard
 * environment variables of OTLP say.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { trace } from '@opentelemetry/api';
import {
  CompositePropagator,
  W3CBaggagePropagator,
  W3CTraceContextPropagator,
} from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { createSessionTracing, requestSpans, sessionPropagator } from 'otel-session-trace';

const sessions = createSessionTracing({
  sessionId: () => undefined,
  interaction: requestSpans(),
  nestedInteractions: 'keep',
});
const sdk = new NodeSDK({
  autoDetectResources: false,
  spanProcessors: [sessions.spanProcessor, new BatchSpanProcessor(new OTLPTraceExporter())],
  textMapPropagator: new CompositePropagator({
    propagators: [
      new W3CTraceContextPropagator(),
      new W3CBaggagePropagator(),
      sessionPropagator({ header: 'x-session-id' }),
    ],
  }),
  // Calls of this program itself are not what it shows.
  instrumentations: [new HttpInstrumentation({ disableOutgoingRequestInstrumentation: true })],
});
sdk.start();

// The instrumentation finds `http` when it is required, and not when it is imported.
const http = createRequire(import.meta.url)('node:http') as typeof import('node:http');
const tracer = trace.getTracer('server');

const nextTick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2));

const turns: Promise<void>[] = [];
const server = http.createServer((_request, response) => {
  const work = tracer.startActiveSpan('interaction', async (turn) => {
    response.write('looking it up');
    await nextTick();
    tracer.startSpan('llm_request').end();
    await nextTick();
    tracer.startSpan('tool').end();
    turn.end();
    response.end();
  });
  turns.push(work);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const ask = async (headers: Record<string, string>): Promise<void> => {
  await (await fetch(`${origin}/chat`, { method: 'POST', headers })).text();
};
const traceparent = `00-${sessions.traceId('B')}-abcdefabcdefabcd-01`;
await ask({});
await Promise.all([
  ask({ 'x-session-id': 'A' }),
  ask({ 'x-session-id': 'B', traceparent }),
  ask({ 'x-session-id': 'C', traceparent }),
]);
// The client that goes away after the first piece.
const leaving = new AbortController();
const response = await fetch(`${origin}/chat`, {
  method: 'POST',
  headers: { 'x-session-id': 'A' },
  signal: leaving.signal,
});
await response.body?.getReader().read();
leaving.abort();
await Promise.all(turns);

server.close();
await once(server, 'close');
await sdk.shutdown();
