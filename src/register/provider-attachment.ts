import type { TracerProvider } from '@opentelemetry/api';
import type { Environment } from '../propagation/environment.js';
import { createSessionTracing } from '../session-tracing/create-session-tracing.js';
import type { SessionTracing } from '../session-tracing/session-tracing.js';
import { attachSessionTracing } from './attach-session-tracing.js';
import { holdExports } from './hold-exports.js';
import { inVariables, settingsFrom } from './settings.js';

/** Attaches session tracing to a tracer provider. */
export type ProviderAttachment = (provider: TracerProvider) => void;

/**
 * What is done with each tracer provider that is registered, by the settings in `variables`.
 *
 * @throws Error for wrong settings, with one line that names the variable
 */
export function providerAttachment(variables: Environment): ProviderAttachment {
  try {
    const options = settingsFrom(variables);
    // Each provider has a state of its own. The first one is made now, to hear of wrong settings at once.
    let sessions = createSessionTracing(options);
    return (provider) => {
      attach(provider, sessions);
      sessions = createSessionTracing(options);
    };
  } catch (error) {
    throw new Error(inVariables(error), { cause: error });
  }
}

function attach(provider: TracerProvider, sessions: SessionTracing): void {
  const processors = attachSessionTracing(provider, sessions);
  if (processors[0] === (sessions.spanProcessor as unknown)) {
    holdExports(provider, processors, sessions);
  }
}
