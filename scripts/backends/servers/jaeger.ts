import { writeFileSync } from 'node:fs';

import { cacheFolder } from '../cache.js';
import { installJaeger } from '../install/jaeger.js';
import { freePorts } from '../process/free-ports.js';
import { ServerProcess } from '../process/server-process.js';
import { VERSIONS } from '../versions.js';
import type { Backend, FoundSpan } from './backend.js';
import { fetchJson } from './fetch-json.js';

interface JaegerSpan {
  readonly traceID: string;
  readonly spanID: string;
  readonly operationName: string;
  readonly references: readonly { readonly refType: string; readonly spanID: string }[];
  readonly tags: readonly { readonly key: string; readonly value: unknown }[];
  readonly warnings: readonly string[] | null;
}

interface Names {
  readonly data: readonly string[];
}

interface Answer {
  readonly data: readonly { readonly traceID: string; readonly spans: readonly JaegerSpan[] }[];
}

/** Jaeger, with its store in memory. */
export async function startJaeger(): Promise<Backend> {
  const command = await installJaeger();
  const [otlp = 0, otlpGrpc = 0, query = 0, queryGrpc = 0] = await freePorts(4);
  const cwd = cacheFolder('run', 'jaeger');
  writeFileSync(`${cwd}/config.yaml`, JSON.stringify(config(otlp, otlpGrpc, query, queryGrpc)));
  const origin = `http://127.0.0.1:${query}`;
  const args = ['--config', 'config.yaml'];
  const server = await ServerProcess.start({
    name: 'jaeger',
    command,
    args,
    cwd,
    readyUrl: `${origin}/api/services`,
  });
  const search = async (parameters: Record<string, string>): Promise<Answer['data']> => {
    const text = new URLSearchParams({ ...parameters, limit: '1500', lookback: '2d' });
    return (await fetchJson<Answer>(`${origin}/api/traces?${text.toString()}`)).data;
  };
  return {
    name: 'Jaeger',
    version: `2 (module ${VERSIONS.jaeger})`,
    pid: server.pid,
    api: origin,
    page: undefined,
    exporter: [
      'otlp_http/jaeger',
      { endpoint: `http://127.0.0.1:${otlp}`, tls: { insecure: true } },
    ],
    spansOf: async (service) =>
      (await search({ service })).flatMap(({ spans }) => spans.map(toFoundSpan)),
    find: async (service, attribute, value) =>
      (await search({ service, tags: JSON.stringify({ [attribute]: value }) })).map(
        ({ traceID }) => traceID,
      ),
    spanNames: async (service) =>
      (await fetchJson<Names>(`${origin}/api/services/${service}/operations`)).data,
    loadTrace: async (_, traceId) =>
      (await fetchJson<Answer>(`${origin}/api/traces/${traceId}`)).data[0]?.spans.length ?? 0,
    stop: () => server.stop(),
  };
}

function config(otlp: number, otlpGrpc: number, query: number, queryGrpc: number): object {
  const at = (port: number): object => ({ endpoint: `127.0.0.1:${port}` });
  return {
    extensions: {
      jaeger_storage: { backends: { memory: { memory: { max_traces: 100_000 } } } },
      jaeger_query: {
        storage: { traces: 'memory' },
        enable_tracing: false,
        http: at(query),
        grpc: at(queryGrpc),
      },
    },
    receivers: { otlp: { protocols: { http: at(otlp), grpc: at(otlpGrpc) } } },
    exporters: { jaeger_storage_exporter: { trace_storage: 'memory' } },
    service: {
      extensions: ['jaeger_storage', 'jaeger_query'],
      telemetry: { metrics: { level: 'none' } },
      pipelines: { traces: { receivers: ['otlp'], exporters: ['jaeger_storage_exporter'] } },
    },
  };
}

function toFoundSpan(span: JaegerSpan): FoundSpan {
  return {
    traceId: span.traceID,
    spanId: span.spanID,
    parentSpanId: span.references.find(({ refType }) => refType === 'CHILD_OF')?.spanID,
    name: span.operationName,
    kind: span.tags.find(({ key }) => key === 'span.kind')?.value as string | undefined,
    warnings: span.warnings ?? [],
  };
}
