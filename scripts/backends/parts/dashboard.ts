import { fileURLToPath } from 'node:url';

import { checkSchema } from '../dashboard/check-schema.js';
import { jobChoice, queriesOfDashboard, type PanelQuery } from '../dashboard/panels.js';
import { dashboardSection, type PanelAnswer } from '../page/dashboard-section.js';
import { writeSection } from '../page/write-section.js';
import { freePorts } from '../process/free-ports.js';
import { ServerProcess } from '../process/server-process.js';
import { until } from '../process/until.js';
import { startPrometheus, type Prometheus } from '../servers/prometheus.js';

const AGENT = fileURLToPath(new URL('../dashboard/agent.ts', import.meta.url));
/** The ways in which metrics come to Prometheus, by the name of the job that they have there. */
const JOBS = ['scraped', 'pushed'] as const;
const VARIABLES = { job: JOBS.join('|'), __range: '1m', __rate_interval: '20s' };

/** Checks the dashboard against Grafana's schema, and asks each of its queries of a Prometheus with our instruments. */
export async function checkDashboard(): Promise<void> {
  await checkSchema();
  const [port = 0] = await freePorts(1);
  const prometheus = await startPrometheus(JOBS[0], `127.0.0.1:${port}`);
  const agent = await startAgent(port, prometheus.otlpEndpoint);
  try {
    const { metric, label } = jobChoice();
    await until('both jobs to choose from', async () => {
      const jobs = await prometheus.labelValues(metric, label);
      return JOBS.every((job) => jobs.includes(job)) || undefined;
    });
    const answers: PanelAnswer[] = [];
    for (const query of queriesOfDashboard(VARIABLES)) {
      answers.push({ query, values: await ask(prometheus, query) });
    }
    writeSection('docs/metrics.md', 'dashboard', dashboardSection(JOBS, answers));
  } finally {
    await agent.stop();
    await prometheus.stop();
  }
}

/** A query that finds nothing is an error: `until` names it. */
function ask(prometheus: Prometheus, query: PanelQuery): Promise<readonly number[]> {
  return until(`${query.panel}: ${query.expression}`, async () => {
    const samples = await prometheus.query(query.expression);
    const values = JOBS.map((job) => samples.find(({ labels }) => labels['job'] === job)?.value);
    return values.every((value) => value !== undefined && Number.isFinite(value))
      ? (values as number[])
      : undefined;
  });
}

function startAgent(port: number, otlpEndpoint: string): Promise<ServerProcess> {
  return ServerProcess.start({
    name: 'dashboard-agent',
    command: process.execPath,
    args: ['--import', 'tsx', AGENT],
    cwd: process.cwd(),
    env: {
      OTEL_SERVICE_NAME: JOBS[1],
      OTEL_TRACES_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
      OTEL_METRICS_EXPORTER: 'otlp,prometheus',
      OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: otlpEndpoint,
      OTEL_METRIC_EXPORT_INTERVAL: '1000',
      OTEL_METRIC_EXPORT_TIMEOUT: '1000',
      OTEL_EXPORTER_PROMETHEUS_HOST: '127.0.0.1',
      OTEL_EXPORTER_PROMETHEUS_PORT: `${port}`,
    },
    readyUrl: `http://127.0.0.1:${port}/metrics`,
  });
}
