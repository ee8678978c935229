import { context as contextApi, diag, propagation, trace, type Tracer } from '@opentelemetry/api';
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs';
import {
  BatchSpanProcessor,
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { repeatableIds } from './repeatable-ids.js';
import { createSessionTracing, type SessionTracing } from '../../src/index.js';
import type { Program, Setup } from './program.js';
import type { Played } from './played.js';
import { Stage } from './stage.js';
import { pickedSampler, tracingOptions, type World } from './user-functions.js';

/** Runs a program against the real SDK. */
export async function playProgram({ setup, steps }: Program): Promise<Played> {
  const stage = setUp(setup);
  const uncaught = (reason: unknown): void => {
    stage.errors.push(`unhandled rejection: ${String(reason)}`);
  };
  process.on('unhandledRejection', uncaught);
  try {
    for (const [index, step] of steps.entries()) {
      await stage.attempt(`step ${index}`, () => stage.take(step, index));
    }
    await stage.attempt('the end', () => stage.finish(steps.length));
    return {
      spans: stage.played,
      exported: stage.exporters.map((exporter) => [...exporter.getFinishedSpans()]),
      errors: stage.errors,
    };
  } finally {
    await stage.provider.shutdown();
    process.off('unhandledRejection', uncaught);
    [trace, contextApi, propagation, diag].forEach((api) => {
      api.disable();
    });
  }
}

const ignore = (): void => undefined;

/** Programs misbehave on purpose: what is told of that without a logger would hide what is wrong. */
const NOBODY = { error: ignore, warn: ignore, info: ignore, debug: ignore, verbose: ignore };

function setUp(setup: Setup): Stage {
  diag.setLogger(NOBODY, { suppressOverrideMessage: true });
  const world: World = { current: undefined, key: undefined, misbehaves: false, asked: new Map() };
  const tracer: { it: Tracer | undefined } = { it: undefined };
  const sessions = createSessionTracing(tracingOptions(setup, world, () => tracer.it));
  const exporters = setup.exporters.map(() => new InMemorySpanExporter());
  const targets = exporters.map((exporter, index) =>
    setup.exporters[index] === 'holding' ? sessions.exporter(exporter) : exporter,
  );
  const provider = new NodeTracerProvider({
    ...(setup.sampler === 'none'
      ? {}
      : { sampler: sessions.sampler(pickedSampler(setup, world, () => tracer.it)) }),
    idGenerator: setup.generator ? sessions.idGenerator.over(repeatableIds()) : repeatableIds(),
    spanProcessors: [
      sessions.spanProcessor,
      ...targets.map((target) =>
        setup.processor === 'simple'
          ? new SimpleSpanProcessor(target)
          : new BatchSpanProcessor(target, { scheduledDelayMillis: 60_000 }),
      ),
    ],
  });
  provider.register();
  tracer.it = provider.getTracer('user');
  const logs = loggerProvider(setup, sessions);
  return new Stage(setup, world, sessions, provider, exporters, logs, async () => {
    // A batch processor does not.
    await Promise.all(targets.map((target) => target.forceFlush()));
  });
}

function loggerProvider({ logs }: Setup, sessions: SessionTracing): LoggerProvider | undefined {
  if (logs === 'none') return undefined;
  const exporting = new SimpleLogRecordProcessor({ exporter: new InMemoryLogRecordExporter() });
  return new LoggerProvider({
    processors: [
      sessions.logRecordProcessor,
      logs === 'spans' ? sessions.logToSpanProcessor() : exporting,
    ],
  });
}
