import { ROOT_CONTEXT } from '@opentelemetry/api';
import {
  createSessionTracing,
  hmacDerivation,
  type SessionTracingOptions,
} from '../../src/index.js';
import { record, stopRecording } from '../support/recording.js';

afterEach(stopRecording);

const ID = 'alice@example.org';
const KEYED = { derivation: hmacDerivation('correct horse battery staple') };
const fail = (id: unknown): never => {
  throw new RangeError(`no tier for ${String(id)}`);
};

describe('with hmacDerivation', () => {
  it.each<[string, Partial<SessionTracingOptions>]>([
    ['sessionAttributes', { sessionAttributes: fail }],
    ['sessionSpan', { sessionSpan: fail }],
    ['sessionRoot', { sessionRoot: fail }],
    ['sessionRoot', { sessionRoot: (id) => id as 'own' }],
    ['traceScope', { traceScope: ({ sessionId }) => fail(sessionId) }],
    ['interactionId', { interactionId: () => fail(ID) }],
    ['sessionId', { sessionId: () => fail(ID) }],
  ])('a warning about %s does not name the session', (option, options) => {
    const { tracer, warnings } = record({ sessionId: () => ID, ...KEYED, ...options });
    tracer.startSpan('interaction', {}, ROOT_CONTEXT).end();
    expect(warnings).toEqual([
      expect.stringMatching(
        new RegExp(`\`${option}\` threw (Range|Type)Error \\(left out, since \`derivation\` keeps`),
      ) as string,
    ]);
    expect(warnings.join()).not.toContain('alice');
  });

  it('an error about an id does not show it', () => {
    const sessions = createSessionTracing({ sessionId: () => ID, ...KEYED });
    const wrong = `${ID}\0`;
    expect(() => sessions.traceId(wrong)).toThrow(/^[^@]*, got one that is not text[^@]*$/);
    expect(() => sessions.traceId('A', wrong)).toThrow(/^Expected `key`[^@]*$/);
    expect(() => createSessionTracing({ sessionId: wrong, ...KEYED })).toThrow(
      'got one that is not',
    );
  });
});

describe('without it', () => {
  it('a warning says what was thrown', () => {
    const { tracer, warnings } = record({ sessionId: 'A', sessionSpan: fail });
    tracer.startSpan('interaction').end();
    expect(warnings).toEqual([expect.stringContaining('RangeError: no tier for A') as string]);
  });
});
