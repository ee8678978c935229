import { installViewer } from '../install/viewer.js';
import { freePorts } from '../process/free-ports.js';
import { ServerProcess } from '../process/server-process.js';
import { VERSIONS } from '../versions.js';
import type { Backend } from './backend.js';
import { fetchJson } from './fetch-json.js';

interface ViewerTrace {
  readonly traceId: string;
  readonly spans: readonly {
    readonly spanId: string;
    readonly parentSpanId?: string;
    readonly name: string;
    readonly kind?: string;
  }[];
}

interface Answer {
  readonly traces: readonly ViewerTrace[];
  readonly nextCursor: string | null;
}

/** A viewer for a developer's own machine, from npm. */
export async function startViewer(): Promise<Backend> {
  const cwd = await installViewer();
  const [port = 0, grpc = 0] = await freePorts(2);
  const origin = `http://127.0.0.1:${port}`;
  const server = await ServerProcess.start({
    name: 'viewer',
    command: 'node_modules/.bin/node',
    args: ['node_modules/.bin/autotel-devtools', '--port', `${port}`, '--grpc-port', `${grpc}`],
    cwd,
    readyUrl: `${origin}/healthz`,
  });
  const search = async (query: string): Promise<ViewerTrace[]> => {
    const traces: ViewerTrace[] = [];
    let cursor: string | null | undefined;
    do {
      const asked = { query, limit: 100, ...(cursor ? { cursor } : {}) };
      const answer = await fetchJson<Answer>(`${origin}/api/query/traces`, asked);
      traces.push(...answer.traces);
      cursor = answer.nextCursor;
    } while (cursor);
    return traces;
  };
  return {
    name: 'autotel-devtools',
    version: VERSIONS.viewer,
    pid: server.pid,
    api: origin,
    page: origin,
    exporter: [
      'otlp_http/viewer',
      { endpoint: origin, encoding: 'json', compression: 'none', tls: { insecure: true } },
    ],
    spansOf: async (service) =>
      (await search(`service = ${service}`)).flatMap(({ traceId, spans }) =>
        spans.map(({ spanId, parentSpanId, name, kind }) => ({
          traceId,
          spanId,
          parentSpanId,
          name,
          kind,
          warnings: [],
        })),
      ),
    find: async (service, attribute, value) =>
      (await search(`service = ${service} AND ${attribute} = ${JSON.stringify(value)}`)).map(
        ({ traceId }) => traceId,
      ),
    loadTrace: async (_, traceId) =>
      (await search(`trace_id = ${traceId}`)).flatMap(({ spans }) => spans).length,
    tracePage: (_, traceId) =>
      // A name that no root has: while a trace is not there, the page lists others by their roots.
      Promise.resolve({ url: `${origin}/#trace=${traceId}`, row: 'text=llm_request' }),
    stop: () => server.stop(),
  };
}
