import { parsePrintedTraces, withoutTraceIds } from './support/printed-traces.js';
import { runProgram } from './support/run-program.js';

// A program of its own takes a second to load, and several on a busy machine.

const REQUEST = `
trace (random)
└─ POST /chat
   ├─ authenticate
   └─ interaction
      ├─ llm_request
      ├─ tool
      └─ llm_request
`.trim();
const MEMORY = 'trace (random)\n└─ memory.update';
const HEALTH = 'trace (random)\n└─ GET /health';

// printf chat-ada | sha256sum | cut -c 1-32
const ADA_ID = '66a721bc72bb6d4ea964f2f39d0f4dfe';
const GRACE_ID = '8cd43d25efaf30adc03b96ab987f1b02';

const ADA_SESSION = `
trace ${ADA_ID}
└─ session  chat-ada
   ├─ POST /chat
   │  ├─ authenticate
   │  └─ interaction
   │     ├─ llm_request
   │     ├─ tool
   │     └─ llm_request
   ├─ memory.update
   ├─ POST /chat
   │  ├─ authenticate
   │  └─ interaction
   │     ├─ llm_request
   │     ├─ tool
   │     └─ llm_request
   └─ memory.update
`.trim();
const GRACE_SESSION = ADA_SESSION.replace('chat-ada', 'chat-grace').replace(ADA_ID, GRACE_ID);

describe('examples/server', () => {
  it('shows a trace per request before and a trace per session after', async () => {
    const { exitCode, output, errors } = await runProgram('examples/server/main.ts');
    const { sections, verdict } = parsePrintedTraces(output);
    const after = sections['After: 31 spans in 3 traces'];

    expect(errors).toBe('');
    expect(Object.keys(sections)).toEqual([
      'Before: 29 spans in 9 traces',
      'After: 31 spans in 3 traces',
      'Crowd: 1501 spans in 101 traces',
    ]);
    expect(withoutTraceIds(sections['Before: 29 spans in 9 traces'])).toEqual([
      HEALTH,
      ...Array.from({ length: 4 }, () => REQUEST),
      ...Array.from({ length: 4 }, () => MEMORY),
    ]);
    expect(after).toEqual(expect.arrayContaining([ADA_SESSION, GRACE_SESSION]));
    expect(withoutTraceIds(after)).toContain(HEALTH);
    expect(verdict).toBe(
      '✓ one well-formed trace per session, and the request without one left alone',
    );
    expect(exitCode).toBe(0);
  });

  it('fails when no session arrives', async () => {
    const { exitCode, output, errors } = await runProgram('examples/server/main.ts', {
      OTEL_TRACES_SAMPLER: 'always_off',
    });

    expect(errors).toContain('✗ expected one GET /health, alone and in no session');
    expect(errors).toContain(`✗ session chat-ada has no trace ${ADA_ID}`);
    expect(output).not.toContain('✓');
    expect(exitCode).toBe(1);
  });
});
