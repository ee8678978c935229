import type { TextMapPropagator, TracerProvider } from '@opentelemetry/api';
import type { Environment } from '../propagation/environment.js';
import { sessionPropagator } from '../propagation/session-propagator.js';
import { tracingOf } from '../session-tracing/create-session-tracing.js';
import { assemble } from '../session-tracing/assemble.js';
import type { SessionTracing } from '../session-tracing/session-tracing.js';
import { askedLines } from './asked-lines.js';
import { attachSessionTracing } from './attach-session-tracing.js';
import { holdExports } from './hold-exports.js';
import { extractAlso } from './extract-also.js';
import { headersFrom, inVariables, settingsFrom } from './settings.js';

/** What is done with the things that an application registers. */
export interface Attachment {
  /** Attaches session tracing to a tracer provider. */
  toProvider(provider: TracerProvider): void;
  /** Has a propagator read the session from the headers that the settings name. */
  toPropagator(propagator: TextMapPropagator): void;
}

/**
 * Reads the settings in `variables`, and says what is to be done by them.
 *
 * @throws Error for wrong settings, with one line that names the variable
 */
export function attachmentBy(variables: Environment): Attachment {
  try {
    const options = settingsFrom(variables);
    const headers = headersFrom(variables);
    const ofHeaders = headers && sessionPropagator({ header: headers });
    const lines = askedLines(variables);
    let isAttached = false;
    lines.atExit(() =>
      isAttached
        ? undefined
        : 'no tracer provider was registered globally: there was nothing to attach to.',
    );
    const create = (): SessionTracing => tracingOf(assemble(options, lines));
    // Each provider has a state of its own. The first one is made now, to hear of wrong settings at once.
    let sessions = create();
    return {
      toProvider(provider) {
        isAttached = true;
        attach(provider, sessions);
        lines.tell(`attached to the tracer provider ${nameOf(provider)}.`);
        sessions = create();
      },
      toPropagator(propagator) {
        if (ofHeaders !== undefined) {
          extractAlso(propagator, ofHeaders);
        }
      },
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

function nameOf(provider: TracerProvider & { getDelegate?(): object }): string {
  const { name } = (provider.getDelegate?.() ?? provider).constructor;
  return name === '' ? 'of the application' : name;
}
