import { parsePrintedTraces, withoutTraceIds } from './support/printed-traces.js';
import { runProgram } from './support/run-program.js';

// A program of its own takes a second to load, and several on a busy machine.

const LISBON_TURNS = [
  `
trace (random)
└─ ai.streamText  "How is the weather in Lisbon?"
   ├─ ai.streamText.doStream
   ├─ ai.toolCall  weather
   └─ ai.streamText.doStream
`,
  `
trace (random)
└─ ai.generateText  "Are there flights to Lisbon?"
   ├─ ai.generateText.doGenerate
   ├─ ai.toolCall  flights
   └─ ai.generateText.doGenerate
`,
  `
trace (random)
└─ ai.streamText  "Tell me weather and flights for Sunday in Lisbon."
   ├─ ai.streamText.doStream
   ├─ ai.toolCall  weather
   ├─ ai.streamText.doStream
   ├─ ai.toolCall  flights
   └─ ai.streamText.doStream
`,
].map((trace) => trace.trim());

// printf trip-to-lisbon | sha256sum | cut -c 1-32
const LISBON_ID = '6c496afb0dcfeb048654a5e611c9024e';
const OSLO_ID = '9102399dd14025843998ebae8640b237';

const LISBON_SESSION = `
trace ${LISBON_ID}
└─ session  trip-to-lisbon
   ├─ ai.streamText  "How is the weather in Lisbon?"
   │  ├─ ai.streamText.doStream
   │  ├─ ai.toolCall  weather
   │  └─ ai.streamText.doStream
   ├─ ai.generateText  "Are there flights to Lisbon?"
   │  ├─ ai.generateText.doGenerate
   │  ├─ ai.toolCall  flights
   │  └─ ai.generateText.doGenerate
   └─ ai.streamText  "Tell me weather and flights for Sunday in Lisbon."
      ├─ ai.streamText.doStream
      ├─ ai.toolCall  weather
      ├─ ai.streamText.doStream
      ├─ ai.toolCall  flights
      └─ ai.streamText.doStream
`.trim();

function inOslo(text: string): string {
  return text
    .replaceAll('Lisbon', 'Oslo')
    .replaceAll('trip-to-lisbon', 'trip-to-oslo')
    .replaceAll(LISBON_ID, OSLO_ID);
}

describe('examples/ai-sdk', () => {
  it('shows a trace per turn before and a trace per session after', async () => {
    const { exitCode, output, errors } = await runProgram('examples/ai-sdk/main.ts');
    const { sections, verdict } = parsePrintedTraces(output);

    expect(errors).toBe('');
    expect(Object.keys(sections)).toEqual([
      'Before: 28 spans in 6 traces',
      'After: 30 spans in 2 traces',
    ]);
    expect(withoutTraceIds(sections['Before: 28 spans in 6 traces'])).toEqual(
      [...LISBON_TURNS, ...LISBON_TURNS.map(inOslo)].sort(),
    );
    expect(sections['After: 30 spans in 2 traces']).toEqual(
      [LISBON_SESSION, inOslo(LISBON_SESSION)].sort(),
    );
    expect(verdict).toBe('✓ one well-formed trace per session, its id derived from the session id');
    expect(exitCode).toBe(0);
  });

  it('fails when no session arrives', async () => {
    const { exitCode, output, errors } = await runProgram('examples/ai-sdk/main.ts', {
      OTEL_TRACES_SAMPLER: 'always_off',
    });

    expect(errors).toContain(`✗ session trip-to-oslo has no trace ${OSLO_ID}`);
    expect(output).not.toContain('✓');
    expect(exitCode).toBe(1);
  });
});
