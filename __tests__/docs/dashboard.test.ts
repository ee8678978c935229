import { readFileSync, readdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

import { metrics, trace } from '@opentelemetry/api';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { SessionTraceSpanProcessor } from 'otel-session-trace';

const FOLDER = join(__dirname, '../../docs/dashboards');

/** The series that a Prometheus server finds in an application with this package. */
async function servedNames(): Promise<Set<string>> {
  const port = await freePort();
  const before = { ...process.env };
  Object.assign(process.env, {
    OTEL_METRICS_EXPORTER: 'prometheus',
    OTEL_EXPORTER_PROMETHEUS_HOST: '127.0.0.1',
    OTEL_EXPORTER_PROMETHEUS_PORT: `${port}`,
    OTEL_TRACES_EXPORTER: 'none',
  });
  const sdk = new NodeSDK({
    spanProcessors: [new SessionTraceSpanProcessor({ sessionId: 'session-1' })],
    instrumentations: [],
  });
  sdk.start();
  try {
    trace.getTracer('agent').startSpan('interaction').end();
    const response = await fetch(`http://127.0.0.1:${port}/metrics`);
    const lines = (await response.text()).split('\n');
    return new Set(lines.flatMap((line) => /^(otel_session_trace_\w+)/.exec(line)?.[1] ?? []));
  } finally {
    await sdk.shutdown();
    metrics.disable();
    trace.disable();
    process.env = before;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('docs/dashboards', () => {
  let served: Set<string>;
  beforeAll(async () => {
    served = await servedNames();
  });

  it('asks for every instrument of the package, and for nothing else', () => {
    const files = readdirSync(FOLDER);
    const asked = files.flatMap((file) => [
      ...readFileSync(join(FOLDER, file), 'utf8').matchAll(/otel_session_trace_\w+/g),
    ]);

    expect(files).toEqual(['otel-session-trace.json']);
    expect(served.size).toBeGreaterThan(10);
    expect([...new Set(asked.map(([name]) => name))].sort()).toEqual([...served].sort());
  });
});
