import { Bundles } from './support/bundle.js';
import { converse } from './support/converse.js';
import { expectTwoSessions, expectUntouched } from './support/expect-sessions.js';
import { ESM_HOOK, WAYS } from './support/hook.js';
import { runNode } from './support/run-node.js';

const bundles = new Bundles();

afterAll(() => {
  bundles.remove();
});

describe.each([
  ['the same version of the API', undefined, '1.9.1'],
  ['an older version of the API', 'older', '1.4.1'],
  ['a newer version of the API', 'newer', '1.10.0'],
] as const)('the register hook before an application bundled with %s', (_what, api, version) => {
  const source = { format: 'esm', ...(api && { api }) } as const;

  it.each(WAYS)('reaches its provider through %s', async (_way, hook) => {
    const agent = await bundles.make('tracer-provider.mjs', source);

    expectTwoSessions(await converse([...hook, agent]));
  });

  it('is not noticed by it', async () => {
    const agent = await bundles.make('api-slot.mjs', source);
    const { output, errors } = await runNode(['--import', ESM_HOOK, agent]);

    expect(errors).toBe('');
    expect(JSON.parse(output)).toEqual({
      before: null,
      version,
      isPlain: true,
      isRegistered: true,
      afterDisable: null,
      isRegisteredAgain: true,
      attached: [1, 1],
      heard: [],
    });
  });
});

describe('the register hook before a bundled application', () => {
  it.each(WAYS)('reaches one that is CommonJS through %s', async (_way, hook) => {
    const agent = await bundles.make('respawning.mjs', { format: 'cjs' });

    expectTwoSessions(await converse([...hook, agent]));
  });

  it('is what brings the turns of a session together', async () => {
    const agent = await bundles.make('tracer-provider.mjs', { format: 'esm' });

    expectUntouched(await converse([agent]));
  });
});

describe('the register hook as a part of a bundle', () => {
  it('says in one line that it cannot load the rest, and the application runs on', async () => {
    const agent = await bundles.make('with-hook.mjs', { format: 'esm' });

    expect(await runNode([agent])).toEqual({
      exitCode: 0,
      output: 'ran\n',
      errors: expect.stringMatching(
        /^otel-session-trace: Cannot find module .* without session tracing\.\n$/,
      ) as string,
    });
  });
});
