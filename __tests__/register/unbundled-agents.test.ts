import { converse } from './support/converse.js';
import { expectTwoSessions, expectUntouched } from './support/expect-sessions.js';
import { CJS_HOOK, ESM_HOOK, WAYS, agentFile } from './support/hook.js';

const AUTO_INSTRUMENTATIONS = require.resolve('@opentelemetry/auto-instrumentations-node/register');

describe('the register hook before an application that sets up its own telemetry', () => {
  it.each(WAYS)('reaches NodeSDK through %s', async (_way, hook) => {
    expectTwoSessions(await converse([...hook, agentFile('node-sdk.mjs')]));
  });

  it('reaches a provider that is registered by hand', async () => {
    expectTwoSessions(await converse(['--import', ESM_HOOK, agentFile('tracer-provider.mjs')]));
  });

  it('reaches a provider by NODE_OPTIONS', async () => {
    const environment = { NODE_OPTIONS: `--import ${ESM_HOOK}` };

    expectTwoSessions(await converse([agentFile('node-sdk.mjs')], environment));
  });

  it('is one when it is loaded twice', async () => {
    const twice = ['--import', ESM_HOOK, '--require', CJS_HOOK];

    expectTwoSessions(await converse([...twice, agentFile('node-sdk.mjs')]));
  });

  it('does nothing when it is disabled', async () => {
    const environment = { SESSION_TRACE_DISABLED: 'true' };

    expectUntouched(await converse(['--import', ESM_HOOK, agentFile('node-sdk.mjs')], environment));
  });

  it('is what brings the turns of a session together', async () => {
    expectUntouched(await converse([agentFile('node-sdk.mjs')]));
  });
});

describe('the register hook beside @opentelemetry/auto-instrumentations-node/register', () => {
  it.each(WAYS)('reaches its provider when %s comes before', async (_way, hook) => {
    const run = await converse([
      ...hook,
      '--import',
      AUTO_INSTRUMENTATIONS,
      agentFile('by-preload.mjs'),
    ]);

    expectTwoSessions(run);
  });

  it('reaches its provider when it was loaded before', async () => {
    const order = ['--import', AUTO_INSTRUMENTATIONS, '--import', ESM_HOOK];

    expectTwoSessions(await converse([...order, agentFile('by-preload.mjs')]));
  });

  it('reaches its provider when both are required, ours last', async () => {
    const order = ['-r', AUTO_INSTRUMENTATIONS, '-r', CJS_HOOK];

    expectTwoSessions(await converse([...order, agentFile('by-preload.mjs')]));
  });
});
