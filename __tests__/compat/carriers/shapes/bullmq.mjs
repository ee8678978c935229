// Jobs of two sessions at once in one queue, done by one worker in another process.
import { Queue, QueueEvents } from 'bullmq';
import { sessionCarrier } from 'otel-session-trace';
import { startProcess } from '../support/other-process.mjs';
import { startRedis } from '../support/redis.mjs';
import { converseInTwoSessions, startTracing } from '../support/tracing.mjs';

const provider = startTracing({ sessionId: () => undefined });
const redis = await startRedis();
const connection = { host: '127.0.0.1', port: redis.port };
const worker = await startProcess(new URL('../processes/bullmq-worker.mjs', import.meta.url), {
  REDIS_PORT: String(redis.port),
});
const queue = new Queue('searches', { connection });
const events = new QueueEvents('searches', { connection });
await events.waitUntilReady();

await converseInTwoSessions(() => async () => {
  // The one line that the agent adds: `carrier`.
  const carrier = sessionCarrier(undefined, { baggage: true });
  const job = await queue.add('search', { query: 'traces', carrier });
  await job.waitUntilFinished(events);
});

await worker.close();
await events.close();
await queue.close();
await redis.close();
await provider.shutdown();
