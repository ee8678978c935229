import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../examples/support/run-program.js';
import { until } from '../support/until.js';

// A program of its own takes some seconds to load, and more on a busy machine.
jest.setTimeout(60_000);

interface Line {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly isRemote?: boolean;
}

const MODES = ['own', 'shared', 'reference', 'omit'];
const FILES = MODES.flatMap((mode) => [`${mode}-simple`, `${mode}-batch`]);

describe('a process that is killed while it exports', () => {
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'killed-'));
    const program = '__tests__/faults/support/export-to-files.ts';
    const child = spawn(process.execPath, ['--import', 'tsx', program, folder, ...MODES], {
      stdio: 'ignore',
    });
    const gone = once(child, 'exit');
    await until(() => child.exitCode !== null || FILES.every((file) => linesOf(file).length > 200));
    child.kill('SIGKILL');
    await gone;
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  /** The whole lines of a file; the last one may have been cut. */
  function linesOf(file: string): readonly Line[] {
    const path = join(folder, file);
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    return text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Line);
  }

  it.each(FILES)('has exported no span under a root that is not there: %s', (file) => {
    const lines = linesOf(file);
    const ids = new Set(lines.map(({ traceId, spanId }) => `${traceId} ${spanId}`));
    const turns = lines.filter(({ name }) => name === 'interaction');
    const rootless = turns.filter(
      ({ traceId, parentSpanId, isRemote }) =>
        parentSpanId !== undefined && isRemote !== true && !ids.has(`${traceId} ${parentSpanId}`),
    );
    expect(turns.length).toBeGreaterThan(50);
    expect(rootless).toEqual([]);
  });

  it.each(FILES)('has exported a root at most once for each trace: %s', (file) => {
    const roots = linesOf(file).filter(({ name }) => name === 'session');
    expect(new Set(roots.map(({ traceId }) => traceId)).size).toBe(roots.length);
    expect(roots.length > 0).toBe(/^own|^shared/.test(file));
  });
});

describe('a process whose exporter hangs', () => {
  it('ends by itself when it awaits the shutdown', async () => {
    const program = await runProgram('__tests__/faults/support/shut-down-while-hanging.ts');
    expect(program).toMatchObject({ exitCode: 0, output: 'shut down\n' });
  });
});
