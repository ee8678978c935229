/*
 * `node --import otel-session-trace/register app.js`: session tracing for an application that is not ours to
 * configure. Set by the SESSION_TRACE_* variables; see the README.
 */
import type { TracerProvider } from '@opentelemetry/api';
import { attachSessionTracing, type AttachedProcessor } from './register/attach-session-tracing.js';
import { createSessionTracing } from './session-tracing/create-session-tracing.js';
import type { SessionTracing } from './session-tracing/session-tracing.js';
import type { AnySpanExporter } from './sdk/span-exporter.js';
import { watchTracerProvider } from './register/api-slot.js';
import { followRespawns } from './register/respawn.js';
import { inVariables, settingsFrom } from './register/settings.js';

// `--import` and `--require` load two copies of this file; one is enough.
const REGISTERED = Symbol.for('otel-session-trace.registered');

function register(): void {
  if (REGISTERED in globalThis) {
    return;
  }
  Object.defineProperty(globalThis, REGISTERED, { value: true });
  try {
    const options = settingsFrom(process.env);
    if (options === undefined) {
      return;
    }
    // Each provider has a state of its own. The first one is made now, to hear of wrong settings at once.
    let sessions = createSessionTracing(options);
    watchTracerProvider((provider) => {
      attach(provider, sessions);
      sessions = createSessionTracing(options);
    }, giveUp);
    followRespawns(process.execArgv, process.argv[1]);
  } catch (error) {
    giveUp(error);
  }
}

function giveUp(error: unknown): void {
  const why = inVariables(error);
  process.stderr.write(
    `otel-session-trace: ${why} The application runs on without session tracing.\n`,
  );
}

function attach(provider: TracerProvider, sessions: SessionTracing): void {
  const processors = attachSessionTracing(provider, sessions);
  if (processors[0] === (sessions.spanProcessor as unknown)) {
    processors.forEach((processor) => {
      holdExports(processor, sessions);
    });
    holdExportsOfAdded(provider, sessions);
  }
}

/** Puts `sessions.exporter` before the exporter of the SDK's own processors, for sessions known late. */
function holdExports(processor: AttachedProcessor, sessions: SessionTracing): void {
  const fields = processor as { _exporter?: AnySpanExporter };
  const exporter = fields._exporter;
  if (typeof exporter?.export === 'function' && typeof exporter.shutdown === 'function') {
    fields._exporter = sessions.exporter(exporter);
  }
}

/** SDK 1 lets an application add processors after it has registered the provider. */
function holdExportsOfAdded(provider: TracerProvider, sessions: SessionTracing): void {
  const fields = provider as { addSpanProcessor?: (processor: AttachedProcessor) => void };
  const add = fields.addSpanProcessor?.bind(provider);
  if (add !== undefined) {
    fields.addSpanProcessor = (processor) => {
      holdExports(processor, sessions);
      add(processor);
    };
  }
}

register();
