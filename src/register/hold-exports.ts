import type { TracerProvider } from '@opentelemetry/api';
import { MAX_MILLIS, type HoldingOptions } from '../export/holding-options.js';
import type { AnySpanExporter } from '../sdk/span-exporter.js';
import type { SessionTracing } from '../session-tracing/session-tracing.js';
import type { AttachedProcessor } from './attach-session-tracing.js';

/** Puts `sessions.exporter` before the exporters of a provider's processors, for sessions known late. */
export function holdExports(
  provider: TracerProvider,
  processors: readonly AttachedProcessor[],
  sessions: SessionTracing,
): void {
  processors.forEach((processor) => {
    holdExportsOf(processor, sessions);
  });
  holdExportsOfAdded(provider, sessions);
}

function holdExportsOf(processor: AttachedProcessor, sessions: SessionTracing): void {
  const fields = processor as { _exporter?: AnySpanExporter; _exportTimeoutMillis?: unknown };
  const exporter = fields._exporter;
  if (typeof exporter?.export === 'function' && typeof exporter.shutdown === 'function') {
    fields._exporter = sessions.exporter(exporter, timeoutOf(fields._exportTimeoutMillis));
  }
}

/** What the application lets its batch processor wait for an answer is what it has us wait. */
function timeoutOf(exportTimeoutMillis: unknown): HoldingOptions {
  return typeof exportTimeoutMillis === 'number' &&
    exportTimeoutMillis > 0 &&
    exportTimeoutMillis <= MAX_MILLIS
    ? { exportTimeoutMillis }
    : {};
}

/** SDK 1 lets an application add processors after it has registered the provider. */
function holdExportsOfAdded(provider: TracerProvider, sessions: SessionTracing): void {
  const fields = provider as { addSpanProcessor?: (processor: AttachedProcessor) => void };
  const add = fields.addSpanProcessor?.bind(provider);
  if (add !== undefined) {
    fields.addSpanProcessor = (processor) => {
      holdExportsOf(processor, sessions);
      add(processor);
    };
  }
}
