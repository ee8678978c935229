import { createHash } from 'node:crypto';

import { runProgram } from './support/run-program.js';

// A program of its own takes a second to load, and several on a busy machine.

const treeWith = (stamp: string): string =>
  `└─ session  session.id = ${stamp}\n   ├─ interaction\n   └─ interaction`;

describe('examples/privacy', () => {
  it('shows that a plain trace id gives a guessable session away, and a keyed one does not', async () => {
    const { exitCode, output, errors } = await runProgram('examples/privacy/main.ts');
    const plain = output.slice(0, output.indexOf('Keyed:'));
    const keyed = output.slice(output.indexOf('Keyed:'));
    const plainTraceId = createHash('sha256').update('customer-4711').digest('hex').slice(0, 32);

    expect(errors).toBe('');
    expect(plain).toContain(`trace ${plainTraceId}\n${treeWith('customer-4711')}`);
    expect(plain).toContain('The vendor finds customer-4711.');
    expect(keyed).not.toContain('customer-4711');
    expect(keyed).not.toContain(plainTraceId);
    expect(keyed).toContain('The vendor finds nobody.');
    expect(keyed.replace(/= [\w-]{43}$/m, '= (pseudonym)')).toContain(treeWith('(pseudonym)'));
    expect(keyed).toContain('✓ still one trace per session, and nothing that leaves');
    expect(exitCode).toBe(0);
  });

  it('fails when no session arrives', async () => {
    const { exitCode, output, errors } = await runProgram('examples/privacy/main.ts', {
      OTEL_TRACES_SAMPLER: 'always_off',
    });

    expect(errors).toContain('✗ expected one trace');
    expect(output).not.toContain('✓');
    expect(exitCode).toBe(1);
  });
});
