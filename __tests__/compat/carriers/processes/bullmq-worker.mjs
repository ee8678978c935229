import { context } from '@opentelemetry/api';
import { Worker } from 'bullmq';
import { contextFromCarrier } from 'otel-session-trace';
import { serveUntilDisconnected } from '../support/other-process.mjs';
import { startTracing, traced, work } from '../support/tracing.mjs';

const provider = startTracing();
const worker = new Worker(
  'searches',
  ({ data }) =>
    // The one line that a worker adds.
    context.with(contextFromCarrier(data.carrier), () => traced('job', work)),
  { connection: { host: '127.0.0.1', port: Number(process.env.REDIS_PORT) }, concurrency: 2 },
);
await worker.waitUntilReady();
serveUntilDisconnected('ready', async () => {
  await worker.close();
  await provider.shutdown();
});
