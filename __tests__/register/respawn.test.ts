import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { followRespawns, type Starters } from '../../src/register/respawn.js';

const HOOK = '--require=/lib/otel-session-trace/dist/cjs/register.js';
const SELF = __filename;

const folders: string[] = [];

afterAll(() => {
  folders.forEach((folder) => {
    rmSync(folder, { recursive: true });
  });
});

/** A folder in which `node` is a link to a program. */
function folderWith(program: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'otel-session-trace-'));
  folders.push(folder);
  symlinkSync(program, join(folder, 'node'));
  return folder;
}

/** Functions that only note what they are called with. */
function newStarters(): Record<keyof Starters, jest.Mock> {
  const names = ['spawn', 'spawnSync', 'execFile', 'execFileSync', 'fork'] as const;
  return Object.fromEntries(names.map((name) => [name, jest.fn()])) as ReturnType<
    typeof newStarters
  >;
}

/** What a starter is called with in the end. */
function follow(name: keyof Starters, ...args: unknown[]): unknown {
  const starters = newStarters();
  const original = starters[name];
  followRespawns([HOOK], SELF, starters as unknown as Starters);
  starters[name](...args);
  return original.mock.calls[0];
}

describe('followRespawns', () => {
  it.each(['spawn', 'spawnSync', 'execFile', 'execFileSync'] as const)(
    'puts our flag before the arguments of %s',
    (name) => {
      const options = { env: {} };

      expect(follow(name, process.execPath, ['--inspect', SELF, 'prompt'], options)).toEqual([
        process.execPath,
        [HOOK, '--inspect', SELF, 'prompt'],
        options,
      ]);
    },
  );

  it('puts it into the arguments for Node of fork', () => {
    const options = { execArgv: ['--inspect'], silent: true };

    expect(follow('fork', SELF, ['prompt'], options)).toEqual([
      SELF,
      ['prompt'],
      { execArgv: [HOOK, '--inspect'], silent: true },
    ]);
  });

  it('does so, too, where the folder that this process is in has been removed', () => {
    const starters = newStarters();
    const original = starters.fork;
    followRespawns([HOOK], SELF, starters as unknown as Starters);
    const cwd = jest.spyOn(process, 'cwd').mockImplementation(() => {
      throw new Error('ENOENT: no such file or directory, uv_cwd');
    });
    starters.fork(SELF, [], { execArgv: ['--inspect'] });
    starters.fork(SELF, [], { execArgv: [HOOK] });
    cwd.mockRestore();
    expect(original.mock.calls).toEqual([
      [SELF, [], { execArgv: [HOOK, '--inspect'] }],
      [SELF, [], { execArgv: [HOOK] }],
    ]);
  });

  it.each([
    ['another command', ['git', [SELF]]],
    ['another script', [process.execPath, ['/lib/other.js', SELF.replace('respawn', 'other')]]],
    ['no arguments', [process.execPath, { env: {} }]],
    ['a shell', [process.execPath, [SELF], { shell: true }]],
    ['our flag in one piece', [process.execPath, [HOOK, SELF]]],
    ['our flag in two pieces', [process.execPath, [...HOOK.split('='), SELF]]],
  ])('leaves %s alone', (_what, args) => {
    expect(follow('spawn', ...args)).toEqual(args);
  });

  it('does the same where the name of a command leads to this very Node', () => {
    const folder = folderWith(process.execPath);
    const options = { env: { PATH: `${join(folder, 'nowhere')}:${folder}` } };

    expect(follow('spawn', 'node', [SELF], options)).toEqual(['node', [HOOK, SELF], options]);
  });

  it('leaves a command alone that leads to another Node, or nowhere', () => {
    const other = folderWith(process.env['SHELL'] ?? '/bin/sh');
    const toThis = folderWith(process.execPath);
    const run = (PATH: string | undefined, options = {}): unknown => {
      const [, args] = follow('spawn', 'node', [SELF], { env: { PATH }, ...options }) as unknown[];
      return args;
    };

    expect(run(`${other}:${toThis}`)).toEqual([SELF]);
    expect(run('/nowhere')).toEqual([SELF]);
    expect(run(undefined)).toEqual([SELF]);
    // An entry that is relative is in the folder of the child.
    expect(run('.', { cwd: other })).toEqual([SELF]);
    expect(run('.', { cwd: toThis })).toEqual([HOOK, SELF]);
    expect(run('.', { cwd: pathToFileURL(toThis) })).toEqual([HOOK, SELF]);
  });

  it('leaves fork by another Node alone', () => {
    const execPath = join(folderWith('/bin/sh'), 'node');
    const args = [SELF, [], { execPath, execArgv: [] }];

    expect(follow('fork', ...args)).toEqual(args);
  });

  it.each([
    ['another module', ['/lib/other.js', [], { execArgv: [] }]],
    ['no arguments for Node', [SELF, ['prompt'], { silent: true }]],
    ['our flag', [SELF, [], { execArgv: [HOOK] }]],
  ])('leaves fork with %s alone', (_what, args) => {
    expect(follow('fork', ...args)).toEqual(args);
  });

  it.each([
    ['we were not loaded by a flag', ['--inspect'], SELF],
    ['there is no script', [HOOK], undefined],
  ])('touches nothing where %s', (_why, execArgv, script) => {
    const starters = newStarters();
    const before = { ...starters };
    followRespawns(execArgv, script, starters as unknown as Starters);

    expect(starters).toEqual(before);
  });

  it('keeps the properties of the functions', () => {
    const starters = newStarters();
    const promisified = jest.fn();
    Object.assign(starters.execFile, { promisified });
    followRespawns([HOOK], SELF, starters as unknown as Starters);

    expect(starters.execFile).toHaveProperty('promisified', promisified);
  });
});
