import { parsePrintedTraces, withoutTraceIds } from './support/printed-traces.js';
import { runProgram } from './support/run-program.js';

// A program of its own takes a second to load, and several on a busy machine.

const SESSION_START_TRACE = `
trace (random)
└─ session_start
   ├─ hook  SessionStart
   └─ hook  SessionEnd
`.trim();

const INTERACTION_TRACE = `
trace (random)
└─ interaction
   ├─ llm_request
   ├─ tool  Bash
   │  ├─ tool.blocked_on_user
   │  ├─ tool.execution
   │  └─ hook  PostToolUse
   └─ llm_request
`.trim();

const SESSION_TRACE = `
trace 4acca441dba8071e51177f7c82fe0d07
└─ session
   ├─ session_start
   │  ├─ hook  SessionStart
   │  └─ hook  SessionEnd
   └─ interaction
      ├─ llm_request
      ├─ tool  Bash
      │  ├─ tool.blocked_on_user
      │  ├─ tool.execution
      │  └─ hook  PostToolUse
      └─ llm_request
`.trim();

describe('examples/classic-fault', () => {
  it('shows two traces before and the session trace after', async () => {
    const { exitCode, output, errors } = await runProgram('examples/classic-fault/main.ts');
    const { sections, verdict } = parsePrintedTraces(output);

    expect(errors).toBe('');
    expect(Object.keys(sections)).toEqual([
      'Before: 10 spans in 2 traces',
      'After: 11 spans in 1 trace',
    ]);
    expect(withoutTraceIds(sections['Before: 10 spans in 2 traces'])).toEqual([
      INTERACTION_TRACE,
      SESSION_START_TRACE,
    ]);
    expect(sections['After: 11 spans in 1 trace']).toEqual([SESSION_TRACE]);
    expect(verdict).toBe('✓ the call site forgets as before, and its session is one trace');
    expect(exitCode).toBe(0);
  });

  it('fails when neither the fault nor the session is to be seen', async () => {
    const { exitCode, output, errors } = await runProgram('examples/classic-fault/main.ts', {
      OTEL_TRACES_SAMPLER: 'always_off',
    });

    expect(errors).toContain('✗ before: expected the fault to make 2 traces, got 0');
    expect(errors).toContain('✗ after: no trace 4acca441dba8071e51177f7c82fe0d07');
    expect(output).not.toContain('✓');
    expect(exitCode).toBe(1);
  });
});
