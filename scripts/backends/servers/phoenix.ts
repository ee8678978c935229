import { rmSync } from 'node:fs';

import { cacheFolder, inCache } from '../cache.js';
import { installPhoenix } from '../install/phoenix.js';
import { freePorts } from '../process/free-ports.js';
import { ServerProcess } from '../process/server-process.js';
import { VERSIONS } from '../versions.js';
import type { Backend } from './backend.js';
import { PhoenixApi } from './phoenix-api.js';

/** Phoenix, with its store in a folder that is emptied first. */
export async function startPhoenix(): Promise<Backend> {
  const cwd = await installPhoenix();
  rmSync(inCache('run', 'phoenix'), { recursive: true, force: true });
  const [port = 0, grpc = 0] = await freePorts(2);
  const origin = `http://127.0.0.1:${port}`;
  const server = await ServerProcess.start({
    name: 'phoenix',
    command: 'venv/bin/phoenix',
    args: ['serve'],
    cwd,
    env: {
      PHOENIX_HOST: '127.0.0.1',
      PHOENIX_PORT: `${port}`,
      PHOENIX_GRPC_PORT: `${grpc}`,
      PHOENIX_WORKING_DIR: cacheFolder('run', 'phoenix'),
      PHOENIX_TELEMETRY_ENABLED: 'false',
      PHOENIX_ALLOW_EXTERNAL_RESOURCES: 'false',
    },
    readyUrl: `${origin}/healthz`,
  });
  const api = new PhoenixApi(origin);
  return {
    name: 'Phoenix',
    version: VERSIONS.phoenix,
    pid: server.pid,
    api: origin,
    page: origin,
    exporter: ['otlp_http/phoenix', { endpoint: origin, tls: { insecure: true } }],
    spansOf: (service) => api.spansOf(service),
    countSpans: (service) => api.countAll(service),
    find: (service, attribute, value) => api.find(service, attribute, value),
    chatOf: (service, sessionId) => api.chatOf(service, sessionId),
    loadTrace: (service, traceId) => api.countSpans(service, traceId),
    tracePage: async (service, traceId) => ({
      url: `${origin}/projects/${await api.idOf(service)}/traces/${traceId}`,
      row: '.span-node__content',
      notice: String.raw`text=/^Viewing \d+ of \d+ spans/`,
    }),
    chatPage: async (service, sessionId) =>
      `${origin}/projects/${await api.idOf(service)}/sessions/${await api.idOfSession(service, sessionId)}`,
    stop: () => server.stop(),
  };
}
