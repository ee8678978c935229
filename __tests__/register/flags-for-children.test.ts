import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { makeFlagsHoldAnywhere } from '../../src/register/flags-for-children.js';
import { DIST } from './support/hook.js';
import { runNode } from './support/run-node.js';

/** A folder with a name that has to be quoted, in it an application that has the package, and an empty one. */
const PLACE = join(mkdtempSync(join(tmpdir(), 'otel-session-trace-')), 'a "quoted" place');
const APPLICATION = join(PLACE, 'application');
const ELSEWHERE = join(PLACE, 'elsewhere');
const PACKAGE = join(APPLICATION, 'node_modules', 'otel-session-trace');
const HOOK = join(PACKAGE, 'dist', 'cjs', 'register.js');

const CHILD = `console.log(Symbol.for('otel-session-trace.registered') in globalThis);`;

/** Starts a copy of Node in another folder, in each way that hands flags on. */
const PARENT = `
const { fork, spawnSync } = require('node:child_process');
const child = ${JSON.stringify(join(APPLICATION, 'child.cjs'))};
const cwd = ${JSON.stringify(ELSEWHERE)};
const inherited = process.argv[2] === 'environment' ? [] : process.execArgv;
const { status, stdout, stderr } = spawnSync(process.execPath, [...inherited, child], { cwd, encoding: 'utf8' });
console.log('spawned', status, (stdout + stderr).trim());
fork(child, [], { cwd, silent: true }).on('close', (code) => console.log('forked', code))
  .stdout.on('data', (text) => console.log(String(text).trim()));
`;

beforeAll(() => {
  mkdirSync(ELSEWHERE, { recursive: true });
  cpSync(DIST, join(PACKAGE, 'dist'), { recursive: true });
  cpSync(join(DIST, '..', 'package.json'), join(PACKAGE, 'package.json'));
  writeFileSync(join(APPLICATION, 'parent.cjs'), PARENT);
  writeFileSync(join(APPLICATION, 'child.cjs'), CHILD);
});

afterAll(() => {
  rmSync(join(PLACE, '..'), { recursive: true });
});

const RAN = 'spawned 0 true\ntrue\nforked 0\n';

describe('a child process in another folder', () => {
  it.each([
    [['--require', 'otel-session-trace/register']],
    [['-r', 'otel-session-trace/register']],
    [['--import', 'otel-session-trace/register']],
    [['--import=otel-session-trace/register']],
    [['--require=./node_modules/otel-session-trace/dist/cjs/register.js']],
    [['--import', './node_modules/otel-session-trace/dist/esm/register.js']],
  ])('runs, with us, where this one was started with %j', async (flags) => {
    const run = await runNode([...flags, 'parent.cjs'], { folder: APPLICATION });
    expect(run).toEqual({ exitCode: 0, output: RAN, errors: '' });
  });

  it.each([
    '--require otel-session-trace/register',
    '--import otel-session-trace/register',
    '--no-warnings --require="./node_modules/otel-session-trace/dist/cjs/register.js" --stack-trace-limit=5',
  ])('runs, with us, where NODE_OPTIONS is %s', async (options) => {
    const run = await runNode(['parent.cjs', 'environment'], {
      folder: APPLICATION,
      environment: { NODE_OPTIONS: options },
    });
    expect(run).toEqual({ exitCode: 0, output: RAN, errors: '' });
  });
});

describe('flags for child processes', () => {
  const handedOn = (execArgv: string[], NODE_OPTIONS?: string): unknown => {
    const given = { execArgv, env: { NODE_OPTIONS } };
    makeFlagsHoldAnywhere(given, APPLICATION);
    return [given.execArgv, given.env.NODE_OPTIONS];
  };

  it('keep what is beside them, each in its place', () => {
    expect(
      handedOn(
        ['--inspect', '-r', 'otel-session-trace/register', '--import=tsx', '--require', 'other'],
        '--title="a b"  -r otel-session-trace/register --require="C:\\\\other.js"',
      ),
    ).toEqual([
      ['--inspect', '-r', HOOK, '--import=tsx', '--require', 'other'],
      `"--title=a b" -r "${HOOK.replaceAll('"', '\\"')}" --require=C:\\other.js`,
    ]);
  });

  it('of ES modules are URLs', () => {
    expect(handedOn(['--import', 'otel-session-trace/register'])).toEqual([
      ['--import', pathToFileURL(HOOK).href],
      undefined,
    ]);
  });

  it.each([undefined, '', '  ', '--title="a  b" -r other', '-r', '--require=', '"--require'])(
    'are left alone where none is ours: %p',
    (options) => {
      expect(handedOn(['-r', 'other', '--import'], options)).toEqual([
        ['-r', 'other', '--import'],
        options,
      ]);
    },
  );
});
