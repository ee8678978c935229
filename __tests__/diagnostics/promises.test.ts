import { join } from 'node:path';
import { createSessionTracing, setSession } from '../../src/index.js';
import { recordLogs } from '../support/log-recording.js';
import { record, stopRecording } from '../support/recording.js';
import { runProgram } from '../examples/support/run-program.js';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { PROMISED_CASES, PROMISES } from './support/promised-answers.js';

afterEach(stopRecording);

const CASES = Object.entries(PROMISED_CASES);
const IN_A = 'session A\n└─ session\n   └─ interaction';

describe('a function that answers a promise', () => {
  it('does not end the process when that rejects, whatever function and whatever promise', async () => {
    const program = join(__dirname, 'support', 'answer-promises.ts');
    const programs = CASES.length * Object.keys(PROMISES).length;

    expect(await runProgram(program)).toEqual({
      exitCode: 0,
      output: String(programs),
      errors: '',
    });
  }, 60_000);

  it.each(CASES.filter(([, { option }]) => option !== 'nothing'))(
    'is refused and told once: %s',
    (_, { option, options, toSpan }) => {
      for (const answer of Object.values(PROMISES)) {
        const { sessions, tracer, warnings } = record({ sessionId: 'A', ...options(answer) });
        const logs = recordLogs(sessions.logToSpanProcessor(toSpan?.(answer)));
        for (let turn = 0; turn < 3; turn++) {
          tracer.startSpan('interaction', {}, ROOT_CONTEXT).end();
          logs.emit({ eventName: 'event', attributes: { model: 'small' } }, ROOT_CONTEXT);
        }
        const { refusedIds, resolverErrors } = sessions.stats();

        expect(warnings.filter((text) => text.includes(`\`${option}\``))).toEqual([
          expect.stringContaining('a promise') as string,
        ]);
        expect(refusedIds + resolverErrors).toBeGreaterThan(0);
        stopRecording();
      }
    },
  );

  it.each<[string, string]>([
    ['sessionId', 'some trace\n└─ interaction'],
    ['firstOf inside a function', 'some trace\n└─ interaction'],
    ['interaction', IN_A],
    ['interactionId', IN_A],
    ['traceScope', IN_A],
    ['sessionRoot', IN_A],
    ['sessionSpan', IN_A],
    ['the attributes in sessionSpan', IN_A],
    ['values in sessionAttributes', IN_A],
    ['derivation', 'some trace\n└─ interaction'],
    ['tracerProvider', 'session A\n└─ interaction'],
  ])('leaves spans where they go without the answer: %s', (name, tree) => {
    for (const answer of Object.values(PROMISES)) {
      const recording = record({ sessionId: 'A', ...PROMISED_CASES[name]?.options(answer) });
      recording.tracer.startSpan('interaction').end();
      expect(recording.tree()).toBe(tree);
      stopRecording();
    }
  });

  it.each(['getTracer', 'getMeter'])('of a provider is told once: %s', (name) => {
    for (const answer of Object.values(PROMISES)) {
      const recording = record({ sessionId: 'A', ...PROMISED_CASES[name]?.options(answer) });
      for (let turn = 0; turn < 3; turn++) {
        recording.tracer.startSpan('interaction', {}, ROOT_CONTEXT).end();
      }
      expect(recording.warnings).toEqual([expect.stringContaining('got a promise') as string]);
      stopRecording();
    }
  });

  it('is told whoever asks for a trace id', () => {
    const derivation = { derive: PROMISES['of this realm'] as () => never };
    const sessions = createSessionTracing({ sessionId: 'A', derivation });

    expect(() => sessions.traceId('A')).toThrow('Expected an answer at once, got a promise.');
  });
});

describe('a promise as session id', () => {
  it.each(['of this realm', 'of another realm'])('in withSession is told: %s', (kind) => {
    const promise = PROMISES[kind] as () => string;
    const recording = record({ sessionId: () => undefined });
    const from = setSession(setSession(ROOT_CONTEXT, { sessionId: promise() }), promise());
    recording.tracer.startSpan('interaction', {}, from).end();

    expect(recording.tree()).toBe('some trace\n└─ interaction');
    expect(recording.warnings).toEqual([
      expect.stringContaining(
        'the session id in withSession is not a string but a promise',
      ) as string,
    ]);
  });
});
