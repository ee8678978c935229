import { freePorts } from '../process/free-ports.js';
import type { Backend } from './backend.js';
import { startCollector } from './collector.js';

/** A Collector that takes OTLP and hands it to backends, each in its own dialect. */
export interface Gateway {
  /** Origin for an exporter of OTLP over HTTP. */
  readonly endpoint: string;
  stop(): Promise<void>;
}

const QUEUE = { sending_queue: { queue_size: 100_000 }, timeout: '60s' };

/** Starts a Collector in front of backends. What is sent to it goes on at once, to all of them. */
export async function startGateway(backends: readonly Backend[]): Promise<Gateway> {
  const [port = 0] = await freePorts(1);
  const exporters = Object.fromEntries(
    backends.map(({ exporter: [name, config] }) => [name, { ...QUEUE, ...config }]),
  );
  const collector = await startCollector({
    name: 'gateway',
    port,
    config: {
      receivers: { otlp: { protocols: { http: { endpoint: `127.0.0.1:${port}` } } } },
      exporters,
      service: {
        telemetry: { metrics: { level: 'none' } },
        pipelines: { traces: { receivers: ['otlp'], exporters: Object.keys(exporters) } },
      },
    },
  });
  return { endpoint: `http://127.0.0.1:${port}`, stop: () => collector.stop() };
}
