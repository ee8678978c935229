import { parsePrintedTraces, withoutTraceIds } from './support/printed-traces.js';
import { runProgram } from './support/run-program.js';

// Five processes, each of which takes a second to load, and several on a busy machine.

const RUNTIME = `
trace (random)
└─ interaction
   ├─ llm_request
   ├─ tool  Grep
   ├─ tool  Glob
   └─ llm_request
`.trim();
const SEARCH = `
trace (random)
└─ search  (in the tool)
   ├─ read_files  (in the tool)
   └─ interaction  (in the tool)
      └─ llm_request  (in the tool)
`.trim();
const CACHE = 'trace (random)\n└─ cache.write  (in the tool)';

// printf refactor-the-parser | sha256sum | cut -c 1-32
const SESSION = `
trace 5fd53f93a1ba51fc42951ab5b4460277
└─ session
   └─ interaction
      ├─ llm_request
      ├─ tool  Grep
      │  ├─ search  (in the tool)
      │  │  └─ read_files  (in the tool)
      │  ├─ interaction  (in the tool)  ~> displaced parent search
      │  │  └─ llm_request  (in the tool)
      │  └─ cache.write  (in the tool)
      ├─ tool  Glob
      │  ├─ search  (in the tool)
      │  │  └─ read_files  (in the tool)
      │  ├─ interaction  (in the tool)  ~> displaced parent search
      │  │  └─ llm_request  (in the tool)
      │  └─ cache.write  (in the tool)
      └─ llm_request
`.trim();

describe('examples/child-process', () => {
  it('shows traces per process before and one trace of all processes after', async () => {
    const { exitCode, output, errors } = await runProgram('examples/child-process/main.ts');
    const { sections, verdict } = parsePrintedTraces(output);

    expect(errors).toBe('');
    expect(Object.keys(sections)).toEqual([
      'Before: 15 spans in 5 traces',
      'After: 16 spans in 1 trace',
    ]);
    expect(withoutTraceIds(sections['Before: 15 spans in 5 traces'])).toEqual([
      CACHE,
      CACHE,
      RUNTIME,
      SEARCH,
      SEARCH,
    ]);
    expect(sections['After: 16 spans in 1 trace']).toEqual([SESSION]);
    expect(verdict).toBe('✓ the spans of three processes are one well-formed trace with one root');
    expect(exitCode).toBe(0);
  });

  it('fails when no session arrives', async () => {
    const { exitCode, output, errors } = await runProgram('examples/child-process/main.ts', {
      OTEL_TRACES_SAMPLER: 'always_off',
    });

    expect(errors).toContain('✗ session refactor-the-parser has no trace');
    expect(errors).toContain('✗ no tool sent a span');
    expect(output).not.toContain('✓');
    expect(exitCode).toBe(1);
  });
});
