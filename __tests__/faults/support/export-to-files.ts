/*
 * Exports sessions to one file per root mode until it is killed. Each line of a file is what one call of the exporter
 * brought. Half of the sessions are told at the start of spans, half at the end.
 */
import { openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT_CONTEXT, trace, type Tracer } from '@opentelemetry/api';
import { ExportResultCode } from '@opentelemetry/core';
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  SimpleSpanProcessor,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-node';
import { createSessionTracing, fromAttributes, type SessionRootMode } from '../../../src/index.js';

function fileExporter(path: string): SpanExporter {
  const file = openSync(path, 'w');
  return {
    export: (spans, done) => {
      const lines = spans.map((span) => ({
        name: span.name,
        traceId: span.spanContext().traceId,
        spanId: span.spanContext().spanId,
        parentSpanId: span.parentSpanContext?.spanId,
        isRemote: span.parentSpanContext?.isRemote,
      }));
      writeSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
      done({ code: ExportResultCode.SUCCESS });
    },
    shutdown: () => Promise.resolve(),
  };
}

function tracerOf(folder: string, sessionRoot: SessionRootMode): Tracer {
  const sessions = createSessionTracing({
    sessionId: fromAttributes('session.id'),
    sessionRoot,
    tracerProvider: () => provider,
  });
  const [simple, batch] = ['simple', 'batch'].map((processor) =>
    sessions.exporter(fileExporter(join(folder, `${sessionRoot}-${processor}`)), {
      holdMillis: 20,
      maxSpans: 100,
    }),
  ) as [SpanExporter, SpanExporter];
  const provider: NodeTracerProvider = new NodeTracerProvider({
    spanProcessors: [
      sessions.spanProcessor,
      new SimpleSpanProcessor(simple),
      new BatchSpanProcessor(batch, { scheduledDelayMillis: 7, maxExportBatchSize: 32 }),
    ],
  });
  return provider.getTracer('test');
}

function exportOneTurn(tracer: Tracer, index: number): void {
  const told = { 'session.id': `s${String(index)}` };
  const atStart = index % 2 === 0;
  const turn = tracer.startSpan('interaction', atStart ? { attributes: told } : {}, ROOT_CONTEXT);
  const model = tracer.startSpan('model', {}, trace.setSpan(ROOT_CONTEXT, turn));
  if (!atStart) {
    model.setAttributes(told);
  }
  model.end();
  turn.end();
}

const [folder = '.', ...modes] = process.argv.slice(2);
const tracers = modes.map((mode) => tracerOf(folder, mode as SessionRootMode));
let index = 0;
setInterval(() => {
  for (const tracer of tracers) {
    exportOneTurn(tracer, index);
  }
  index++;
}, 0);
