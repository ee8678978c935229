import { CJS_HOOK, ESM_HOOK } from './support/hook.js';
import { runNode } from './support/run-node.js';

const RUNS_ON = 'The application runs on without session tracing.';

describe('a wrong setting', () => {
  it.each([
    [
      { SESSION_TRACE_SCOPE: 'turn' },
      "Expected SESSION_TRACE_SCOPE to be 'session' | 'interaction', got 'turn'.",
    ],
    [
      { SESSION_TRACE_ROOT: 'none' },
      "Expected SESSION_TRACE_ROOT to be 'own' | 'shared' | 'reference' | 'omit', got 'none'.",
    ],
    [
      { SESSION_TRACE_ORPHANS: 'drop' },
      "Expected SESSION_TRACE_ORPHANS to be 'session-root' | 'open-interaction' | 'last-interaction', got 'drop'.",
    ],
    [
      { SESSION_TRACE_NESTED_INTERACTIONS: 'yes' },
      "Expected SESSION_TRACE_NESTED_INTERACTIONS to be 'pin' | 'keep', got 'yes'.",
    ],
    [
      { SESSION_TRACE_ATTRIBUTES: ',' },
      'Expected SESSION_TRACE_ATTRIBUTES to be one or more non-empty attribute keys, got [].',
    ],
    [
      { SESSION_TRACE_SESSION_ID: 'x'.repeat(300) },
      'SESSION_TRACE_SESSION_ID cannot be a session id: it is longer than 256 characters.',
    ],
    [
      { SESSION_TRACE_DISABLED: 'maybe' },
      "Expected SESSION_TRACE_DISABLED to be true or false, got 'maybe'.",
    ],
    [
      { SESSION_TRACE_SECRET_FILE: '/no/such/file' },
      'SESSION_TRACE_SECRET_FILE cannot be read: Error: ENOENT: no such file or directory, ' +
        "open '/no/such/file'.",
    ],
    [
      { SESSION_TRACE_SESION_ID: 'a typing error' },
      'SESSION_TRACE_SESION_ID is not a setting; there are SESSION_TRACE_SESSION_ID, ' +
        'SESSION_TRACE_ATTRIBUTES, SESSION_TRACE_HEADERS, SESSION_TRACE_INTERACTIONS, SESSION_TRACE_INTERACTION_ID, ' +
        'SESSION_TRACE_NESTED_INTERACTIONS, SESSION_TRACE_SCOPE, SESSION_TRACE_ROOT, ' +
        'SESSION_TRACE_ORPHANS, SESSION_TRACE_SECRET_FILE, SESSION_TRACE_EXPLAIN, ' +
        'SESSION_TRACE_LOG_FILE, SESSION_TRACE_DISABLED. Did you mean `SESSION_TRACE_SESSION_ID`?',
    ],
  ])('%j is one line, and the application runs on', async (environment, line) => {
    const application = ['--eval', 'console.log("ran"); process.exitCode = 7'];
    const twice = ['--import', ESM_HOOK, '--require', CJS_HOOK];

    expect(await runNode([...twice, ...application], { environment })).toEqual({
      exitCode: 7,
      output: 'ran\n',
      errors: `otel-session-trace: ${line} ${RUNS_ON}\n`,
    });
  });
});

describe('a provider that is none of the SDK', () => {
  it('is told in one line, and the application runs on', async () => {
    const application = `
      const { trace } = require('@opentelemetry/api');
      const noop = trace.getTracerProvider().getDelegate();
      trace.setGlobalTracerProvider({ shutdown() {}, getTracer: () => noop.getTracer('mine') });
      trace.getTracer('agent').startSpan('interaction').end();
      console.log('ran');
    `;

    expect(await runNode(['--require', CJS_HOOK, '--eval', application])).toEqual({
      exitCode: 0,
      output: 'ran\n',
      errors: expect.stringMatching(
        /^otel-session-trace: Expected `provider` to be a tracer provider of the OpenTelemetry SDK 1, 2 or 3, got .*\n$/,
      ) as string,
    });
  });
});
