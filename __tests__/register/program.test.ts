import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { programOf } from '../../src/register/program.js';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'otel-session-trace-')));

function put(path: string, content = ''): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('programOf', () => {
  put('lib/agent/package.json', '{ "name": "agent" }');
  put('lib/agent/dist/package.json', '{ "type": "commonjs" }');
  const launcher = put('lib/agent/dist/launcher.js');
  const main = put('lib/agent/dist/main.js');
  const dependency = put('lib/agent/node_modules/other/index.js');
  const users = put('project/script.js');
  const link = join(folder, 'agent');
  symlinkSync(launcher, link);

  it('knows its script, by its path and by a link to it', () => {
    const isPartOfProgram = programOf(link);

    expect([link, launcher, pathToFileURL(launcher)].map(isPartOfProgram)).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('knows other files of its package, but not those of its dependencies', () => {
    const isPartOfProgram = programOf(link);

    expect([main, pathToFileURL(main).href, dependency, users].map(isPartOfProgram)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('is its script alone where there is no package', () => {
    const isPartOfProgram = programOf(users);

    expect([users, put('project/other.js')].map(isPartOfProgram)).toEqual([true, false]);
  });

  it('knows a script that Node was given without its extension', () => {
    const isPartOfProgram = programOf(join(folder, 'project', 'script'));

    expect(isPartOfProgram(join(folder, 'project', 'script'))).toBe(true);
  });

  it.each([[undefined], [42], ['--inspect'], ['file://%'], [''], ['x'.repeat(10_000)]])(
    'does not know %p',
    (argument) => {
      expect(programOf(launcher)(argument)).toBe(false);
    },
  );
});
