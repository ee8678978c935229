/**
 * A program: a plain `node:http` server under the official instrumentation, whose handler alone knows the session, and its
 * clients. Spans go where the standard environment variables of OTLP say.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';
import { trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { createSessionTracing, requestSpans, withSession } from 'otel-session-trace';

const sessions = createSessionTracing({
  sessionId: () => undefined,
  interaction: requestSpans(),
  nestedInteractions: 'keep',
});
const exporter = sessions.exporter(new OTLPTraceExporter());
const sdk = new NodeSDK({
  autoDetectResources: false,
  spanProcessors: [sessions.spanProcessor, new BatchSpanProcessor(exporter)],
  // Calls of this program itself are not what it shows.
  instrumentations: [new HttpInstrumentation({ disableOutgoingRequestInstrumentation: true })],
});
sdk.start();

// The instrumentation finds `http` when it is required, and not when it is imported.
const http = createRequire(import.meta.url)('node:http') as typeof import('node:http');
const tracer = trace.getTracer('server');

const nextTick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2));

const answers: Promise<void>[] = [];
const server = http.createServer((request, response) => {
  const answer = async (): Promise<void> => {
    const span = tracer.startSpan('authenticate');
    const body = await text(request);
    span.end();
    const { sessionIds } = JSON.parse(body) as { sessionIds: readonly string[] };
    for (const sessionId of sessionIds) {
      await withSession(sessionId, () =>
        tracer.startActiveSpan('interaction', async (turn) => {
          response.write('looking it up');
          await nextTick();
          tracer.startSpan('llm_request').end();
          await nextTick();
          tracer.startSpan('tool').end();
          turn.end();
        }),
      );
    }
    response.end();
  };
  answers.push(answer());
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

interface Ask {
  readonly sessionIds: readonly string[];
  readonly traceparent?: string;
  readonly leaves?: boolean;
}
const ask = async ({ sessionIds, traceparent, leaves = false }: Ask): Promise<void> => {
  const leaving = new AbortController();
  const response = await fetch(`${origin}/chat`, {
    method: 'POST',
    headers: traceparent === undefined ? {} : { traceparent },
    body: JSON.stringify({ sessionIds }),
    signal: leaving.signal,
  });
  if (leaves) {
    await response.body?.getReader().read();
    leaving.abort();
  } else {
    await response.text();
  }
};
await ask({ sessionIds: [] });
await Promise.all([
  ask({ sessionIds: ['A'] }),
  ask({ sessionIds: ['B'], traceparent: `00-${sessions.traceId('B')}-abcdefabcdefabcd-01` }),
  ask({
    sessionIds: ['C'],
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-abcdefabcdefabcd-01',
  }),
]);
await ask({ sessionIds: ['A'], leaves: true });
await Promise.all(answers);
// A batch.
await ask({ sessionIds: ['D', 'E'] });

server.close();
await once(server, 'close');
await sdk.shutdown();
