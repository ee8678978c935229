import { installZipkin } from '../install/zipkin.js';
import { cacheFolder } from '../cache.js';
import { freePorts } from '../process/free-ports.js';
import { ServerProcess } from '../process/server-process.js';
import { VERSIONS } from '../versions.js';
import type { Backend } from './backend.js';
import { fetchJson } from './fetch-json.js';

interface ZipkinSpan {
  readonly traceId: string;
  readonly id: string;
  readonly parentId?: string;
  readonly name?: string;
  readonly kind?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Zipkin, with its store in memory. */
export async function startZipkin(): Promise<Backend> {
  const jar = await installZipkin();
  const [port = 0] = await freePorts(1);
  const origin = `http://127.0.0.1:${port}`;
  const listen = { ip: '127.0.0.1', port, protocols: 'http' };
  const settings = Object.entries(listen).map(
    ([key, value]) => `-Darmeria.ports[0].${key}=${value}`,
  );
  const server = await ServerProcess.start({
    name: 'zipkin',
    command: 'java',
    args: [...settings, '-Xmx2g', '-jar', jar],
    cwd: cacheFolder('run', 'zipkin'),
    readyUrl: `${origin}/health`,
  });
  const search = (parameters: Record<string, string>): Promise<ZipkinSpan[][]> => {
    const text = new URLSearchParams({ ...parameters, limit: '1500' });
    return fetchJson(`${origin}/api/v2/traces?${text.toString()}`);
  };
  return {
    name: 'Zipkin',
    version: VERSIONS.zipkin,
    pid: server.pid,
    api: origin,
    page: `${origin}/zipkin`,
    exporter: ['zipkin', { endpoint: `${origin}/api/v2/spans`, format: 'json' }],
    spansOf: async (service) =>
      (await search({ serviceName: service }))
        .flat()
        .map(({ traceId, id, parentId, name = '', kind, tags }) => ({
          traceId,
          spanId: id,
          parentSpanId: parentId,
          name,
          kind: kind ?? tags?.['span.kind'],
          warnings: [],
        })),
    find: async (service, attribute, value) => {
      const annotationQuery = `${attribute}=${value}`;
      const traces = await search({ serviceName: service, annotationQuery });
      return traces.flatMap(([span]) => (span ? [span.traceId] : []));
    },
    spanNames: (service) => fetchJson(`${origin}/api/v2/spans?serviceName=${service}`),
    loadTrace: async (_, traceId) =>
      (await fetchJson<ZipkinSpan[]>(`${origin}/api/v2/trace/${traceId}`)).length,
    tracePage: (_, traceId) =>
      Promise.resolve({ url: `${origin}/zipkin/traces/${traceId}`, row: 'text=/: interaction/' }),
    stop: () => server.stop(),
  };
}
