import { ROOT_CONTEXT, context, trace, type Context, type Span } from '@opentelemetry/api';
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace-node';
import {
  attachSessionTracing,
  contextFromCarrier,
  contextFromEnvironment,
  createSessionTracing,
  fromBaggage,
  fromEnv,
  hmacDerivation,
  rotateAfter,
  sessionCarrier,
  sessionEnvironment,
  sessionPropagator,
  setSession,
  withSession,
  type SessionTracing,
} from '../../src/index.js';
import { record, stopRecording } from '../support/recording.js';

afterEach(stopRecording);

const fail = (): never => {
  throw new Error('trap');
};

const TRAPS: ProxyHandler<object> = {
  get: fail,
  has: fail,
  ownKeys: fail,
  getPrototypeOf: fail,
  getOwnPropertyDescriptor: fail,
};

/** Values that throw when anybody looks into them. */
const HOSTILE: readonly (readonly [string, object])[] = [
  ['a hostile proxy', new Proxy({}, TRAPS)],
  ['a hostile function', new Proxy(() => undefined, TRAPS)],
  ['a proxy that is revoked', revoked()],
];

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function withGetters(...names: readonly string[]): object {
  return Object.defineProperties(
    {},
    Object.fromEntries(names.map((name) => [name, { get: fail, enumerable: true }])),
  );
}

/** A context whose span nobody can look into. */
const under = (span: object): Context => trace.setSpan(ROOT_CONTEXT, span as Span);

const PARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('contextFromEnvironment', () => {
  it.each<readonly [string, object]>([
    ...HOSTILE,
    ['getters that throw', withGetters('TRACEPARENT', 'TRACESTATE', 'BAGGAGE')],
    ['numbers', { TRACEPARENT: 5, TRACESTATE: 5, BAGGAGE: 5 }],
    ['objects', { TRACEPARENT: { trim: fail }, TRACESTATE: {}, BAGGAGE: {} }],
    ['symbols', { TRACEPARENT: Symbol('x'), TRACESTATE: Symbol('x'), BAGGAGE: Symbol('x') }],
  ])('takes %s for no environment', (_, environment) => {
    expect(contextFromEnvironment(environment as never)).toBe(ROOT_CONTEXT);
  });

  it.each([
    ['a getter that throws', withGetters('TRACESTATE', 'BAGGAGE')],
    ['a number', { TRACESTATE: 5, BAGGAGE: 5 }],
  ])('reads what it can beside %s', (_, environment) => {
    Object.assign(environment, { TRACEPARENT: PARENT });
    const started = contextFromEnvironment(environment as never);
    expect(trace.getSpanContext(started)?.spanId).toBe('b7ad6b7169203331');
  });
});

describe.each(HOSTILE)('%s', (_, value) => {
  it.each<[string, (sessions: SessionTracing) => unknown]>([
    ['explain', (sessions) => sessions.explain(value as never)],
    ['explain of a span', (sessions) => sessions.explain(under(value))],
    ['sessionOf', (sessions) => sessions.sessionOf(under(value))],
    ['sessionContext', (sessions) => sessions.sessionContext('A', under(value))],
    ['endSession', (sessions) => sessions.endSession('A', value)],
    ['endSession of nobody', (sessions) => sessions.endSession(value as never)],
    ['setSession', () => setSession(under(value), 'A')],
    ['withSession', () => context.with(under(value), () => withSession('A', () => 'done'))],
    ['sessionEnvironment', () => sessionEnvironment(under(value))],
    ['sessionCarrier', () => sessionCarrier(under(value), { baggage: true })],
    ['contextFromCarrier', () => contextFromCarrier(value)],
    [
      'contextFromCarrier under it',
      () => contextFromCarrier({ traceparent: PARENT }, under(value)),
    ],
  ])('does not make %s throw', (_name, use) => {
    const { sessions, tracer } = record({ sessionId: 'A' });
    tracer.startSpan('interaction').end();
    expect(() => use(sessions)).not.toThrow();
  });

  it.each<[string, (sessions: SessionTracing) => unknown]>([
    ['createSessionTracing', () => createSessionTracing(value as never)],
    ['an option', () => createSessionTracing({ sessionId: 'A', maxSessions: value as never })],
    ['attachSessionTracing', (sessions) => attachSessionTracing(value as never, sessions)],
    [
      'attachSessionTracing, as its second argument',
      () =>
        attachSessionTracing(
          { _activeSpanProcessor: { _spanProcessors: [] } } as never,
          value as never,
        ),
    ],
    ['sampler', (sessions) => sessions.sampler(value as never)],
    ['exporter', (sessions) => sessions.exporter(value as never)],
    [
      'exporter, as its options',
      (sessions) => sessions.exporter(new InMemorySpanExporter(), value),
    ],
    ['logToSpanProcessor', (sessions) => sessions.logToSpanProcessor(value)],
    ['rotateAfter', () => rotateAfter(value)],
    ['sessionPropagator', () => sessionPropagator(value)],
    ['sessionEnvironment', () => sessionEnvironment(ROOT_CONTEXT, value)],
    ['sessionCarrier', () => sessionCarrier(ROOT_CONTEXT, value)],
    ['fromBaggage', () => fromBaggage(value as never)],
    ['fromEnv', () => fromEnv(value as never)],
    ['hmacDerivation', () => hmacDerivation(value as never)],
    ['traceId', (sessions) => sessions.traceId(value as never)],
  ])('is refused by %s in the words of any wrong value', (_name, use) => {
    const { sessions } = record({ sessionId: 'A' });
    expect(() => use(sessions)).toThrow(TypeError);
    expect(() => use(sessions)).toThrow(/^Expected `?\w+/);
  });
});

describe('a hostile function', () => {
  it.each([
    'sessionId',
    'interaction',
    'interactionId',
    'traceScope',
    'sessionRoot',
    'sessionSpan',
  ])('is taken by %s, like any function that may throw', (option) => {
    const hostile = new Proxy(() => undefined, { ...TRAPS, apply: fail });
    const recording = record({ sessionId: 'A', [option]: hostile });
    recording.tracer.startSpan('interaction').end();
    expect(recording.spans().map(({ name }) => name)).toContain('interaction');
    expect(recording.warnings.length).toBeGreaterThan(0);
  });
});

describe('attachSessionTracing', () => {
  it.each<[string, object]>([
    ['whose proxy throws', { getDelegate: fail }],
    ['behind a proxy, hostile', { getDelegate: () => new Proxy({}, TRAPS) }],
    ['with getters that throw', withGetters('_activeSpanProcessor', '_registeredSpanProcessors')],
    ['whose list cannot be read', { _activeSpanProcessor: withGetters('_spanProcessors') }],
    [
      'that is frozen',
      Object.freeze({ _activeSpanProcessor: Object.freeze({ _spanProcessors: [] }) }),
    ],
    ['whose list is frozen', { _registeredSpanProcessors: Object.freeze([{}]) }],
    ['that takes no processor', { addSpanProcessor: fail }],
    ['with a method that is none', { getDelegate: 5, addSpanProcessor: 5 }],
  ])('refuses a provider %s', (_, provider) => {
    const { sessions } = record({ sessionId: 'A' }, { register: false });
    const attach = (): unknown => attachSessionTracing(provider as never, sessions);
    expect(attach).toThrow(TypeError);
    expect(attach).toThrow(/^Expected `provider` to be a tracer provider/);
  });

  it('goes before a processor that cannot be looked at', () => {
    const { sessions } = record({ sessionId: 'A' }, { register: false });
    const hostile = new Proxy({}, TRAPS);
    const provider = { _activeSpanProcessor: { _spanProcessors: [hostile] } };
    const attached = attachSessionTracing(provider as never, sessions);
    expect(attached[0] === (sessions.spanProcessor as unknown)).toBe(true);
    expect(attached[1] === hostile).toBe(true);
  });

  it('adds itself to a provider of no class', () => {
    const { sessions, warnings } = record({ sessionId: 'A' }, { register: false });
    const added: unknown[] = [];
    const provider = Object.assign(Object.create(null) as object, {
      addSpanProcessor: (processor: unknown) => added.push(processor),
    });
    attachSessionTracing(provider as never, sessions);
    expect(added).toEqual([sessions.spanProcessor]);
    expect(warnings).toHaveLength(1);
  });
});
