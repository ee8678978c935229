/*
 * Works on one session, in this thread and in a worker, and writes what is exported to a file for each. Each thread has
 * an SDK of its own: nothing is shared but the session id. The root mode of the other threads comes first.
 */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker, isMainThread, threadId, workerData } from 'node:worker_threads';
import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { ExportResultCode } from '@opentelemetry/core';
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-node';
import { createSessionTracing, fromAttributes, type SessionRootMode } from '../../../src/index.js';

interface Work {
  readonly folder: string;
  readonly mode: SessionRootMode;
}

const TURNS = 50;

function fileExporter(path: string): SpanExporter {
  return {
    export: (spans, done) => {
      const lines = spans.map((span) => ({
        name: span.name,
        traceId: span.spanContext().traceId,
        spanId: span.spanContext().spanId,
        parentSpanId: span.parentSpanContext?.spanId,
      }));
      appendFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
      done({ code: ExportResultCode.SUCCESS });
    },
    shutdown: () => Promise.resolve(),
  };
}

async function work({ folder, mode }: Work): Promise<void> {
  const sessions = createSessionTracing({
    sessionId: fromAttributes('session.id'),
    sessionRoot: mode,
  });
  const file = join(folder, `${String(process.pid)}-${String(threadId)}`);
  const provider = new NodeTracerProvider({
    spanProcessors: [
      sessions.spanProcessor,
      new BatchSpanProcessor(sessions.exporter(fileExporter(file)), { maxExportBatchSize: 16 }),
    ],
  });
  provider.register();
  const tracer = provider.getTracer('test');
  const told = { 'session.id': 'one' };
  for (let index = 0; index < TURNS; index++) {
    const atStart = index % 2 === 0;
    const turn = tracer.startSpan('interaction', atStart ? { attributes: told } : {}, ROOT_CONTEXT);
    tracer.startSpan('model', {}, trace.setSpan(ROOT_CONTEXT, turn)).end();
    turn.setAttributes(told).end();
    tracer.startSpan('lost', { attributes: told }, ROOT_CONTEXT).end();
    // The other threads have their turn.
    await new Promise(setImmediate);
  }
  sessions.endSession('one');
  await provider.shutdown();
}

if (isMainThread) {
  const [folder = '.', own = 'own', others = 'own'] = process.argv.slice(2);
  const data: Work = { folder, mode: others as SessionRootMode };
  // A worker has the loader of TypeScript only if it registers it itself.
  const start = `import('tsx/esm/api').then((tsx) => {
    tsx.register();
    return import(${JSON.stringify(import.meta.url)});
  });`;
  const worker = new Worker(start, { eval: true, workerData: data });
  const gone = new Promise<void>((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', () => {
      resolve();
    });
  });
  await work({ folder, mode: own as SessionRootMode });
  await gone;
} else {
  await work(workerData as Work);
}
