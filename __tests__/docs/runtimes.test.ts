import { spawnSync } from 'node:child_process';
import { ROOT } from './support/code-blocks.js';

describe('the page of the runtimes', () => {
  it('tells of every row what came of its last run, and what to paste', () => {
    // The rows are read by the program that runs them, which is no module of Jest's.
    const args = ['scripts/test-runtimes.js', '--check-page'];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
    expect([stderr, status]).toEqual(['', 0]);
  });
});
