import { join } from 'node:path';
import { ownFlags } from '../../src/register/own-flags.js';

const FOLDER = '/home/user/project';

describe('ownFlags', () => {
  it.each([
    [['--import', '/lib/otel-session-trace/dist/esm/register.js']],
    [['--import=/lib/otel-session-trace/dist/esm/register.js']],
    [['--import', 'file:///lib/otel-session-trace/dist/esm/register.js']],
  ])('finds %j among the arguments of Node', (execArgv) => {
    expect(ownFlags(['--max-old-space-size=100', ...execArgv, '--inspect'], FOLDER)).toEqual([
      '--import=file:///lib/otel-session-trace/dist/esm/register.js',
    ]);
  });

  it.each([
    [['--require', '/lib/otel-session-trace/dist/cjs/register.js']],
    [['--require=/lib/otel-session-trace/dist/cjs/register.js']],
    [['-r', '/lib/otel-session-trace/dist/cjs/register.js']],
  ])('finds %j among the arguments of Node', (execArgv) => {
    expect(ownFlags(execArgv, FOLDER)).toEqual([
      '--require=/lib/otel-session-trace/dist/cjs/register.js',
    ]);
  });

  it('makes a path absolute, for children in other folders', () => {
    expect(ownFlags(['-r', '../lib/dist/cjs/register.js'], FOLDER)).toEqual([
      '--require=/home/user/lib/dist/cjs/register.js',
    ]);
  });

  it('makes a module name a path, for children in other folders', () => {
    const checkout = join(__dirname, '..', '..');
    // A package finds itself by its name.
    expect(ownFlags(['-r', 'otel-session-trace/register'], checkout)).toEqual([
      `--require=${join(checkout, 'dist', 'cjs', 'register.js')}`,
    ]);
  });

  it('leaves a name that it cannot find to Node', () => {
    expect(ownFlags(['--import', 'a-fork-of/otel-session-trace/register'], FOLDER)).toEqual([
      '--import=a-fork-of/otel-session-trace/register',
    ]);
  });

  it.each([
    [['--import', '@opentelemetry/auto-instrumentations-node/register']],
    [['--import', 'tsx', '--require', 'ts-node/register']],
    [['--conditions', 'otel-session-trace']],
    [['--import', '/home/user/otel-session-trace-demo/telemetry.js']],
    [['--import']],
  ])('finds nothing of ours in %j', (execArgv) => {
    expect(ownFlags(execArgv, FOLDER)).toEqual([]);
  });
});
