import type { Lane } from './lanes.js';

/** One pipeline of a sampling collector. */
interface Pipeline {
  readonly lane: Lane;
  /** Where its receiver listens for gRPC, which the load balancer speaks. */
  readonly port: number;
}

const TELEMETRY = { metrics: { level: 'none' } };
const at = (port: number): { endpoint: string } => ({ endpoint: `127.0.0.1:${port}` });

/** A collector with one pipeline of tail sampling per lane. */
export function samplerConfig(pipelines: readonly Pipeline[], port: number, file: string): object {
  const named = <T>(kind: string, make: (pipeline: Pipeline) => T): Record<string, T> =>
    Object.fromEntries(pipelines.map((each) => [`${kind}/${each.lane.name}`, make(each)]));
  return {
    receivers: {
      // Answers as soon as the collector works.
      otlp: { protocols: { http: at(port) } },
      ...named('otlp', (each) => ({ protocols: { grpc: at(each.port) } })),
    },
    processors: named('tail_sampling', ({ lane }) => lane.sampling),
    exporters: named('file', ({ lane }) => ({
      path: `${file}.${lane.name}.json`,
      append: true,
      flush_interval: '500ms',
    })),
    service: {
      telemetry: TELEMETRY,
      pipelines: Object.fromEntries(
        pipelines.map(({ lane: { name } }, index) => [
          `traces/${name}`,
          {
            receivers: [`otlp/${name}`, ...(index === 0 ? ['otlp'] : [])],
            processors: [`tail_sampling/${name}`],
            exporters: [`file/${name}`],
          },
        ]),
      ),
    },
  };
}

/** A collector that sends all spans of a trace to the same one of three, once for each lane. */
export function balancerConfig(lanes: ReadonlyMap<Lane, readonly number[]>, port: number): object {
  const exporters = Object.fromEntries(
    [...lanes].map(([{ name }, ports]) => [
      `load_balancing/${name}`,
      {
        routing_key: 'traceID',
        protocol: { otlp: { tls: { insecure: true }, timeout: '5s' } },
        resolver: { static: { hostnames: ports.map((each) => `127.0.0.1:${each}`) } },
      },
    ]),
  );
  return {
    receivers: { otlp: { protocols: { http: at(port) } } },
    exporters,
    service: {
      telemetry: TELEMETRY,
      pipelines: { traces: { receivers: ['otlp'], exporters: Object.keys(exporters) } },
    },
  };
}
