// Tells what an application sees of the API's global slot before and after it registers its telemetry, and what
// its diagnostics heard meanwhile.
import process from 'node:process';
import { DiagLogLevel, context, diag, propagation, trace } from '@opentelemetry/api';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

const SLOT = Symbol.for('opentelemetry.js.api.1');
const before = globalThis[SLOT];

const heard = [];
const hear = (message) => heard.push(message);
diag.setLogger(
  { error: hear, warn: hear, info: hear, debug: () => undefined, verbose: () => undefined },
  DiagLogLevel.ALL,
);

const first = new NodeTracerProvider({ spanProcessors: [] });
first.register();
startTurn();
const properties = ['trace', 'context'].map((name) => isPlain(globalThis[SLOT], name));
const isRegistered = trace.getTracerProvider().getDelegate() === first;

// As an application does that sets its telemetry up anew once the user has logged in.
trace.disable();
const afterDisable = globalThis[SLOT].trace;
context.disable();
propagation.disable();
const second = new NodeTracerProvider({ spanProcessors: [] });
second.register();
startTurn();

process.stdout.write(
  JSON.stringify({
    before: before ?? null,
    version: globalThis[SLOT].version,
    isPlain: isPlain(globalThis, SLOT) && properties.every(Boolean),
    isRegistered,
    afterDisable: afterDisable ?? null,
    isRegisteredAgain: trace.getTracerProvider().getDelegate() === second,
    attached: [first, second].map(
      (provider) => provider._activeSpanProcessor._spanProcessors.length,
    ),
    heard,
  }),
);

function isPlain(target, key) {
  return Object.getOwnPropertyDescriptor(target, key)?.writable === true;
}

function startTurn() {
  const attributes = { 'session.id': 'a session' };
  trace.getTracer('agent').startActiveSpan('interaction', { attributes }, (span) => span.end());
}
