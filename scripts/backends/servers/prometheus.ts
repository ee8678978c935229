import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { cacheFolder, inCache } from '../cache.js';
import { installPrometheus } from '../install/prometheus.js';
import { freePorts } from '../process/free-ports.js';
import { ServerProcess } from '../process/server-process.js';
import { fetchJson } from './fetch-json.js';

/** One series in an answer. */
interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Prometheus, asked by its API. */
export interface Prometheus {
  /** Where metrics can be pushed to over OTLP. */
  readonly otlpEndpoint: string;
  query(expression: string): Promise<Sample[]>;
  /** The values that a label has in the series of a metric. */
  labelValues(metric: string, label: string): Promise<readonly string[]>;
  stop(): Promise<void>;
}

interface Answer {
  readonly data: {
    readonly result: readonly {
      readonly metric: Readonly<Record<string, string>>;
      readonly value: readonly [time: number, value: string];
    }[];
  };
}

/** Starts Prometheus, with an empty store. It scrapes `target` every second, and takes OTLP. */
export async function startPrometheus(job: string, target: string): Promise<Prometheus> {
  const command = await installPrometheus();
  rmSync(inCache('run', 'prometheus'), { recursive: true, force: true });
  const cwd = cacheFolder('run', 'prometheus');
  const config = {
    global: { scrape_interval: '1s', scrape_timeout: '1s' },
    scrape_configs: [{ job_name: job, static_configs: [{ targets: [target] }] }],
  };
  writeFileSync(join(cwd, 'prometheus.yml'), JSON.stringify(config));
  const [port = 0] = await freePorts(1);
  const origin = `http://127.0.0.1:${port}`;
  const server = await ServerProcess.start({
    name: 'prometheus',
    command,
    args: [
      '--config.file=prometheus.yml',
      '--storage.tsdb.path=data',
      `--web.listen-address=127.0.0.1:${port}`,
      '--web.enable-otlp-receiver',
    ],
    cwd,
    readyUrl: `${origin}/-/ready`,
  });
  return {
    otlpEndpoint: `${origin}/api/v1/otlp/v1/metrics`,
    query: async (expression) => {
      const parameters = new URLSearchParams({ query: expression });
      const { data } = await fetchJson<Answer>(`${origin}/api/v1/query?${parameters.toString()}`);
      return data.result.map(({ metric, value: [, value] }) => ({
        labels: metric,
        value: Number(value),
      }));
    },
    labelValues: async (metric, label) => {
      const match = new URLSearchParams({ 'match[]': metric });
      const url = `${origin}/api/v1/label/${label}/values?${match.toString()}`;
      return (await fetchJson<{ readonly data: readonly string[] }>(url)).data;
    },
    stop: () => server.stop(),
  };
}
