import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import manifest from '../../package.json' with { type: 'json' };
import { Bundles } from './support/bundle.js';
import { DIST } from './support/hook.js';
import { runNode, type NodeRun } from './support/run-node.js';

const bundles = new Bundles();
// Outside of any `node_modules`, so that the hook finds no API but the application's.
const alone = mkdtempSync(join(tmpdir(), 'otel-session-trace-'));

beforeAll(() => {
  cpSync(DIST, alone, { recursive: true });
  writeFileSync(join(alone, 'package.json'), MODULES);
});

afterAll(() => {
  bundles.remove();
  rmSync(alone, { recursive: true });
});

// As the package itself says of what is not in `cjs`.
const MODULES = '{ "type": "module" }';

const SPANS = ['session', 'tool', 'interaction', 'tool', 'interaction'].sort();
const EVERYTHING = {
  heard: [expect.stringMatching(/^otel-session-trace: .* is longer than 256 characters/)],
  refused: 2,
};

describe('the register hook with no API beside it', () => {
  it('carries no newer version than an application may have', () => {
    const minorOf = (version: string): string => /\d+\.\d+/.exec(version)?.[0] ?? '';

    const { devDependencies, peerDependencies } = manifest;

    expect(minorOf(devDependencies['@opentelemetry/api'])).toBe(
      minorOf(peerDependencies['@opentelemetry/api']),
    );
  });

  it.each([
    ['--import', ['--import', pathToFileURL(join(alone, 'esm', 'register.js')).href]],
    ['--require', ['--require', join(alone, 'cjs', 'register.js')]],
  ])('does not get in the way of an application that has none either: %s', async (_way, hook) => {
    const application = ['--eval', 'console.log("ran"); process.exitCode = 7'];
    const ran = { exitCode: 7, output: 'ran\n' };
    const run = (environment: Record<string, string>): Promise<NodeRun> =>
      runNode([...hook, ...application], { environment, folder: alone });

    expect(await run({})).toEqual({ ...ran, errors: '' });
    expect(await run({ SESSION_TRACE_ROOT: 'omit' })).toEqual({ ...ran, errors: '' });
    expect(await run({ SESSION_TRACE_ROOT: 'none' })).toEqual({
      ...ran,
      errors: expect.stringMatching(/^otel-session-trace: .*SESSION_TRACE_ROOT.*\n$/) as string,
    });
  });

  it('says so in one line where its own files are gone', async () => {
    const broken = mkdtempSync(join(tmpdir(), 'otel-session-trace-'));
    cpSync(join(DIST, 'esm', 'register.js'), join(broken, 'register.js'));
    writeFileSync(join(broken, 'package.json'), MODULES);
    const hook = ['--import', pathToFileURL(join(broken, 'register.js')).href];
    const { exitCode, output, errors } = await runNode([...hook, '--eval', 'console.log("ran")']);
    rmSync(broken, { recursive: true });

    expect({ exitCode, output }).toEqual({ exitCode: 0, output: 'ran\n' });
    expect(errors).toMatch(
      /^otel-session-trace: .* The application runs on without session tracing.\n$/,
    );
  });

  it.each([
    ['the version that the hook carries', undefined, EVERYTHING],
    ['a newer version', 'newer', EVERYTHING],
    // A copy of the API does not read what an older one keeps. The spans come to us by another way.
    ['an older version', 'older', { heard: [], refused: null }],
  ] as const)('reaches an application bundled with %s', async (_what, api, reached) => {
    const agent = await bundles.make('all-signals.mjs', { format: 'esm', ...(api && { api }) });
    const { output, errors } = await runNode([
      ...['--require', join(alone, 'cjs', 'register.js')],
      agent,
    ]);

    expect(errors).toBe('');
    expect(JSON.parse(output)).toEqual({ ...reached, spans: SPANS });
  });
});
