/*
 * `node --import otel-session-trace/register app.js`: session tracing for an application that is not ours to
 * configure. Set by the SESSION_TRACE_* variables; see docs/register.md.
 *
 * Most of the processes that load this never register a tracer provider: package managers, build steps, tools of
 * an agent. So nothing that traces is imported here; `scripts/build.js` makes one file of what is, and a second
 * one of the rest.
 */
import { watchPropagator, watchTracerProvider } from './register/api-slot.js';
import { makeFlagsHoldAnywhere } from './register/flags-for-children.js';
import { giveUp } from './register/give-up.js';
import { isOn } from './register/is-on.js';
import { ownVariables } from './register/own-variables.js';
import type { Attachment, attachmentBy } from './register/provider-attachment.js';
import { followRespawns } from './register/respawn.js';

// Two copies of this package may be installed; one is enough.
const REGISTERED = Symbol.for('otel-session-trace.registered');

function register(): void {
  if (isOn(process.env, 'SESSION_TRACE_DISABLED') || REGISTERED in globalThis) {
    return;
  }
  Object.defineProperty(globalThis, REGISTERED, { value: true });
  try {
    const variables = ownVariables(process.env);
    let attachment = mustBeReadNow(variables) ? loadAttachment(variables) : undefined;
    watchTracerProvider((provider) => {
      attachment ??= loadAttachment(variables);
      attachment.toProvider(provider);
    }, giveUp);
    if ('SESSION_TRACE_HEADERS' in variables) {
      watchPropagator((propagator) => {
        attachment?.toPropagator(propagator);
      }, giveUp);
    }
    makeFlagsHoldAnywhere(process, process.cwd());
    followRespawns(process.execArgv, process.argv[1]);
  } catch (error) {
    giveUp(error);
  }
}

/** Wrong settings are told at the start, and the application may change what says who started the process. */
function mustBeReadNow(variables: object): boolean {
  return Object.keys(variables).length > 0 || process.env['TRACEPARENT'] !== undefined;
}

/** Loads what traces. Not by `import()`: an application starts spans right after it has registered a provider. */
function loadAttachment(variables: Parameters<typeof attachmentBy>[0]): Attachment {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- See above.
  const loaded = require('./register/provider-attachment.js') as {
    attachmentBy: typeof attachmentBy;
  };
  return loaded.attachmentBy(variables);
}

register();
