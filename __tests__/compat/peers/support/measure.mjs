import { context, diag, propagation, trace } from '@opentelemetry/api';
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { createSessionTracing, fromAttributes } from 'otel-session-trace';
import ids from '../../sdk/scenario/ids.cjs';
import rendering from '../../sdk/scenario/render.cjs';

/** The options that all are measured with, unless the case is about one of them. */
export const OPTIONS = {
  sessionId: fromAttributes('session.id'),
  interaction: ['ai.generateText'],
};

/** Ids that count up, so that what is printed is always the same. */
export const { countingIds } = ids;

/**
 * Sets up one provider with our processor and a peer's, in one order, plays an agent on it, and prints what was
 * exported, by the peer where it exports.
 *
 * `peer` makes the peer's processor, and tells what it exported, if it exports; `play` starts spans on a tracer;
 * `ours` is where our processor stands: `first`, `last` or `absent`.
 */
export async function measure(title, { peer, play, options = OPTIONS, ours = 'first', notes }) {
  const sessions = createSessionTracing(options);
  const other = peer?.();
  const exporter = new InMemorySpanExporter();
  const others = other === undefined ? [] : [other.processor];
  const orders = {
    first: [sessions.spanProcessor, ...others],
    last: [...others, sessions.spanProcessor],
    absent: others,
  };
  const provider = new NodeTracerProvider({
    idGenerator: countingIds(),
    spanProcessors: [...orders[ours], new SimpleSpanProcessor(exporter)],
  });
  provider.register();
  await report(title, {
    provider,
    play,
    exported: () => other?.exported?.() ?? exporter.getFinishedSpans(),
    notes: () => notes?.(other, sessions) ?? [],
  });
}

/** Plays an agent on the provider that is registered, prints, and takes everything down. */
export async function report(title, { provider, play, exported, notes = () => [] }) {
  const warnings = [];
  const ignore = () => undefined;
  const warn = (message) => warnings.push(`- warning: ${message}`);
  diag.setLogger({ verbose: ignore, debug: ignore, info: ignore, warn, error: warn });
  await play(trace.getTracer('ai'));
  await provider.forceFlush();
  const lines = rendering.renderTraces(exported());
  const all = [`* ${title}`, ...lines, ...notes(), ...warnings];
  process.stdout.write(`${all.join('\n')}\n\n`);
  await provider.shutdown();
  for (const global of [context, diag, propagation, trace]) {
    global.disable();
  }
}

/** Lines that name an attribute of exported spans. */
export function attributeOf(spans, key) {
  return spans.map((span) => `- ${span.name}: ${key} ${JSON.stringify(span.attributes[key])}`);
}

/** Lines that name the status of exported spans. */
export function statusesOf(spans) {
  const names = ['unset', 'ok', 'error'];
  return spans.map((span) => `- ${span.name}: status ${names[span.status.code]}`);
}
