import { parsePrintedTraces } from './support/printed-traces.js';
import { runProgram } from './support/run-program.js';

// Seven processes, each of which takes a second to load, and several on a busy machine.

// printf novel-chapter-7 | sha256sum | cut -c 1-32
const TWO_ROOTS = `
trace a5d48917cc8fa4e8d830815cfd6e1df8
├─ session
│  ├─ interaction  "Once upon a time"
│  │  └─ llm_request
│  └─ interaction  "Go on"
│     └─ llm_request
└─ session
   ├─ interaction  "Where were we?"
   │  └─ llm_request
   └─ interaction  "The end"
      └─ llm_request
`.trim();
const ONE_ROOT = `
trace a5d48917cc8fa4e8d830815cfd6e1df8
└─ session
   ├─ interaction  "Once upon a time"
   │  └─ llm_request
   ├─ interaction  "Go on"
   │  └─ llm_request
   ├─ interaction  "Where were we?"
   │  └─ llm_request
   └─ interaction  "The end"
      └─ llm_request
`.trim();

describe('examples/resumed-session', () => {
  it('shows a root per process with own, and one root with shared and reference', async () => {
    const { exitCode, output, errors } = await runProgram('examples/resumed-session/main.ts');
    const { sections, verdict } = parsePrintedTraces(output);

    expect(errors).toBe('');
    expect(sections).toEqual({
      'Own: 10 spans in 1 trace': [TWO_ROOTS],
      'Shared: 9 spans in 1 trace': [ONE_ROOT],
      'Reference: 9 spans in 1 trace': [ONE_ROOT],
    });
    expect(verdict).toBe(
      '✓ two whole roots with own, one root for both processes with shared and reference',
    );
    expect(exitCode).toBe(0);
  });

  it('fails when no session arrives', async () => {
    const { exitCode, output, errors } = await runProgram('examples/resumed-session/main.ts', {
      OTEL_TRACES_SAMPLER: 'always_off',
    });

    expect(errors).toContain('✗ own: expected one root for each process');
    expect(errors).toContain('✗ shared: session novel-chapter-7 has no trace');
    expect(errors).toContain('✗ reference: session novel-chapter-7 has no trace');
    expect(output).not.toContain('✓');
    expect(exitCode).toBe(1);
  });
});
