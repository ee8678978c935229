import { InMemorySpanExporter } from '@opentelemetry/sdk-trace-node';
import {
  SessionTraceSpanProcessor,
  createSessionTracing,
  firstOf,
  fromAttributes,
  fromBaggage,
  fromEnv,
  type SessionTracingOptions,
} from '../../src/index.js';

const ID = 'a text of 1 to 256 characters without U+0000';
const NO_TEXT = 'not text (U+0000 or a lone surrogate in it)';
const UNSET =
  "A variable of the environment that may be unset is read by `fromEnv('NAME')`, when a span needs it.";
const RESOLVER =
  'a session id, a function (span, parentContext) => session id, or an object with getSessionId()';
const PATTERN = 'a span name, a glob, a RegExp, a function, or a list of these';

describe('wrong options', () => {
  it.each<[Record<string, unknown>, string]>([
    [{}, `Expected \`sessionId\` to be ${RESOLVER}, got undefined. ${UNSET}`],
    [{ sessionId: null }, `Expected \`sessionId\` to be ${RESOLVER}, got null.`],
    [{ sessionId: 7 }, `Expected \`sessionId\` to be ${RESOLVER}, got 7.`],
    [{ sessionId: {} }, `Expected \`sessionId\` to be ${RESOLVER}, got {}.`],
    [{ sessionId: '' }, `Expected \`sessionId\` to be ${ID}, got one that is empty.`],
    [{ sessionId: 'a\0' }, `Expected \`sessionId\` to be ${ID}, got one that is ${NO_TEXT}.`],
    [{ interaction: '' }, `Expected \`interaction\` to be ${PATTERN}, got ''.`],
    [{ interaction: ['a', 1] }, `Expected \`interaction\` to be ${PATTERN}, got [ 'a', 1 ].`],
    [
      { interactionId: '' },
      "Expected `interactionId` to be an attribute key or a function, got ''.",
    ],
    [{ interactionId: 1 }, 'Expected `interactionId` to be an attribute key or a function, got 1.'],
    [{ nestedInteractions: true }, "Expected `nestedInteractions` to be 'pin' | 'keep', got true."],
    [
      { traceScope: 'turn' },
      "Expected `traceScope` to be 'session' | 'interaction' or a function, got 'turn'.",
    ],
    [
      { sessionRoot: 'mine' },
      "Expected `sessionRoot` to be 'own' | 'shared' | 'reference' | 'omit' or a function of the session id, got 'mine'.",
    ],
    [{ sessionSpan: 'x' }, "Expected `sessionSpan` to be a function of the session id, got 'x'."],
    [
      { orphans: 'drop' },
      "Expected `orphans` to be 'session-root' | 'open-interaction' | 'last-interaction', got 'drop'.",
    ],
    [{ remoteParent: 'move' }, "Expected `remoteParent` to be 'keep' | 'link', got 'move'."],
    [
      { sessionAttributes: true },
      'Expected `sessionAttributes` to be a list of attribute keys, a function of the session id, or false, got true.',
    ],
    [
      { sessionAttributes: ['a', ''] },
      "Expected `sessionAttributes` to be a list of attribute keys, a function of the session id, or false, got [ 'a', '' ].",
    ],
    [
      { derivation: () => 'x' },
      'Expected `derivation` to be an object with derive(sessionId, key?), got [Function: derivation].',
    ],
    [
      { tracerProvider: {} },
      'Expected `tracerProvider` to be a tracer provider or a function that returns one, got {}.',
    ],
    [{ meterProvider: {} }, 'Expected `meterProvider` to be a meter provider, got {}.'],
    [{ maxSessions: -3 }, 'Expected `maxSessions` to be an integer >= 1, got -3.'],
    [{ maxSessions: 1.5 }, 'Expected `maxSessions` to be an integer >= 1, got 1.5.'],
    [{ maxSessions: '10' }, "Expected `maxSessions` to be an integer >= 1, got '10'."],
  ])('%j', (wrong, message) => {
    const options = (Object.keys(wrong).length === 0 || 'sessionId' in wrong
      ? wrong
      : { sessionId: 'A', ...wrong }) as unknown as SessionTracingOptions;
    const error = new TypeError(message);
    expect(() => new SessionTraceSpanProcessor(options)).toThrow(error);
    expect(() => createSessionTracing(options)).toThrow(error);
  });

  it.each([undefined, null, 'A', 7])('%j in place of the options', (options) => {
    expect(() => new SessionTraceSpanProcessor(options as never)).toThrow(
      /^Expected `options` to be an object with at least `sessionId`, got/,
    );
  });

  it('names an option that does not exist, and those that do', () => {
    const misspelt = { sessionId: 'A', maxSession: 5 } as SessionTracingOptions;
    expect(() => createSessionTracing(misspelt)).toThrow(
      /^Expected options among sessionId, interaction, .*maxSessions, explain, got `maxSession`\. Did you mean `maxSessions`\?$/,
    );
  });

  it('refuses unknown names in the smaller lists as well, and what is no list', () => {
    const sessions = createSessionTracing({ sessionId: 'A' });
    const exporter = new InMemorySpanExporter();
    const misnamed = { toString: 5 } as object;
    expect(() => sessions.logToSpanProcessor(misnamed)).toThrow(
      'Expected options among attributes, body, maxBodyLength, got `toString`.',
    );
    expect(() => sessions.exporter(exporter, misnamed)).toThrow(
      'Expected options among holdMillis, maxSpans, maxBytes, exportTimeoutMillis, got `toString`.',
    );
    expect(() => sessions.exporter(exporter, null as never)).toThrow(
      'Expected `options` to be an object, got null.',
    );
  });

  it('takes an option that is undefined as left out', () => {
    const options = { sessionId: 'A', maxSessions: undefined } as unknown as SessionTracingOptions;
    expect(() => createSessionTracing(options)).not.toThrow();
  });

  it.each<[string, () => unknown]>([
    ['Expected `keys` to be one or more non-empty attribute keys, got [].', () => fromAttributes()],
    [
      "Expected `keys` to be one or more non-empty attribute keys, got [ '' ].",
      () => fromAttributes(''),
    ],
    [
      "Expected `keys` to be one or more non-empty attribute keys, got [ 'a', 7 ].",
      () => fromAttributes('a', 7 as never),
    ],
    ["Expected `key` to be a non-empty baggage key, got ''.", () => fromBaggage('')],
    ["Expected `name` to be the name of an environment variable, got ''.", () => fromEnv('')],
    ['Expected `resolvers` to be one or more functions, got [].', () => firstOf()],
    ["Expected `resolvers` to be one or more functions, got [ 'A' ].", () => firstOf('A' as never)],
  ])('%s', (message, make) => {
    expect(make).toThrow(new TypeError(message));
  });
});
