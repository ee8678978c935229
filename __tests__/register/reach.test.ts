import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { Bundles } from './support/bundle.js';
import { DIST } from './support/hook.js';
import { runNode } from './support/run-node.js';

jest.setTimeout(60_000);

const bundles = new Bundles();
// Outside of any `node_modules`, so that the hook finds no API but the application's.
const alone = mkdtempSync(join(tmpdir(), 'otel-session-trace-'));

beforeAll(() => {
  cpSync(DIST, alone, { recursive: true });
});

afterAll(() => {
  bundles.remove();
  rmSync(alone, { recursive: true });
});

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
