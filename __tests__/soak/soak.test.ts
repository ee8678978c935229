import { runNode } from '../register/support/run-node.js';

describe('the soak', () => {
  it('finds a small load flat, and nothing lost', async () => {
    const soak = ['--expose-gc', 'scripts/soak.js', '--spans', '50000'];
    const { exitCode, output, errors } = await runNode(soak);
    expect(errors).toBe('');
    expect(output).toMatch(/The heap grew by -?[\d.]+ MiB after the second checkpoint/);
    expect(output).toMatch(/(\d+) sampled spans ended, \1 were exported\./);
    expect(exitCode).toBe(0);
  });

  it('is refused a bound that is none', async () => {
    const soak = ['--expose-gc', 'scripts/soak.js', '--spans', '20000', '--bound', 'none'];
    const { exitCode, errors } = await runNode(soak);
    expect(errors).toContain('Expected --bound to be a number >= 0, got none.');
    expect(exitCode).toBe(1);
  });
});
