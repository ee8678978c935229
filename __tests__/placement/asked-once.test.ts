import { AlwaysOnSampler } from '@opentelemetry/sdk-trace-node';
import type { Sampler } from '@opentelemetry/sdk-trace-node';
import type { SessionTracing, SessionTracingOptions } from '../../src/index.js';
import { record, stopRecording } from '../support/recording.js';

afterEach(stopRecording);

describe('a span without a parent', () => {
  it.each<[string, Partial<SessionTracingOptions>]>([
    ['one trace per session', {}],
    ['a trace per turn', { traceScope: 'interaction' }],
    ['a function for the trace', { traceScope: () => 'key' }],
    ['turns that tell their ids', { interactionId: () => undefined }],
    ['explanations', { explain: true }],
  ])('has each function of the user asked once, with %s', (_, options) => {
    const setups = [
      {},
      { sampler: (sessions: SessionTracing): Sampler => sessions.sampler(new AlwaysOnSampler()) },
    ];
    for (const setup of setups) {
      const asked: string[] = [];
      const recording = record(
        {
          sessionId: ({ name }) => {
            asked.push(`whose is ${name}?`);
            return name === 'of nobody' ? undefined : 'A';
          },
          interaction: ({ name }) => {
            asked.push(`is ${name} a turn?`);
            return name.startsWith('turn');
          },
          ...options,
        },
        setup,
      );
      const names = ['of nobody', 'orphan', 'turn 1', 'turn 2'];
      for (const name of names) {
        recording.tracer.startSpan(name).end();
      }
      expect(asked).toEqual(names.flatMap((name) => [`is ${name} a turn?`, `whose is ${name}?`]));
      stopRecording();
    }
  });
});
