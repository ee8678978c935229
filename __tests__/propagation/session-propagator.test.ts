import {
  ROOT_CONTEXT,
  context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  propagation,
  trace,
  type Context,
  type TextMapPropagator,
} from '@opentelemetry/api';
import {
  CompositePropagator,
  W3CBaggagePropagator,
  W3CTraceContextPropagator,
  suppressTracing,
} from '@opentelemetry/core';
import {
  getSession,
  sessionPropagator,
  setSession,
  type SessionPropagatorOptions,
} from '../../src/index.js';
import { record, stopRecording, type Recording } from '../support/recording.js';

afterEach(stopRecording);

const HEADER = { header: 'x-session-id' };
const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-abcdefabcdefabcd-01';

function composite(...others: TextMapPropagator[]): TextMapPropagator {
  return new CompositePropagator({
    propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator(), ...others],
  });
}

/** Serves a request as any instrumentation does, with the propagator that is registered. */
function serve({ tracer }: Recording, headers: object): void {
  const from = propagation.extract(ROOT_CONTEXT, headers);
  const request = tracer.startSpan('POST /chat', {}, from);
  tracer.startSpan('tool', {}, trace.setSpan(from, request)).end();
  request.end();
}

function recordWith(propagator: TextMapPropagator): Recording {
  const recording = record({ sessionId: () => undefined });
  propagation.disable();
  propagation.setGlobalPropagator(propagator);
  return recording;
}

const IN_SESSION = 'session A\n└─ session\n   └─ POST /chat\n      └─ tool';
const IN_NONE = 'some trace\n└─ POST /chat\n   └─ tool';

describe('a propagator that reads a header', () => {
  it.each([
    ['in lower case', { 'x-session-id': 'A' }],
    ['in a list of one', { 'x-session-id': ['A'] }],
    ['with white space around', { 'x-session-id': ' A\t' }],
  ])('puts the request into the session that it names: %s', (_, headers) => {
    const recording = recordWith(composite(sessionPropagator({ header: 'X-Session-Id' })));
    serve(recording, headers);
    expect(recording.tree()).toBe(IN_SESSION);
    expect(recording.span('POST /chat').attributes).toEqual({ 'session.id': 'A' });
  });

  it.each([
    ['after the W3C ones', composite(sessionPropagator(HEADER))],
    [
      'before them',
      new CompositePropagator({
        propagators: [sessionPropagator(HEADER), new W3CTraceContextPropagator()],
      }),
    ],
  ])('takes the session and no trace id, %s', (_, propagator) => {
    const recording = recordWith(propagator);
    serve(recording, { 'x-session-id': 'A', traceparent: TRACEPARENT });
    expect(recording.tree()).toBe('some trace\n└─ POST /chat  (remote parent)\n   └─ tool');
    expect(recording.span('tool').attributes).toEqual({ 'session.id': 'A' });
  });

  it("keeps a request whole that came in with the session's own traceparent", () => {
    const recording = recordWith(composite(sessionPropagator(HEADER)));
    const traceparent = `00-${recording.sessions.traceId('A')}-abcdefabcdefabcd-01`;
    serve(recording, { 'x-session-id': 'A', traceparent });
    expect(recording.tree()).toBe('session A\n└─ POST /chat  (remote parent)\n   └─ tool');
  });

  it('takes the first header that is there', () => {
    const recording = recordWith(composite(sessionPropagator({ header: ['x-first', 'x-second'] })));
    serve(recording, { 'x-first': '', 'x-second': 'A' });
    expect(recording.tree()).toBe(IN_SESSION);
  });

  it('knows of a request that comes after it was set, and of none before', () => {
    const recording = record({ sessionId: () => undefined });
    serve(recording, { 'x-session-id': 'A' });
    propagation.disable();
    propagation.setGlobalPropagator(composite(sessionPropagator(HEADER)));
    serve(recording, { 'x-session-id': 'A' });
    expect(recording.tree()).toBe(`${IN_NONE}\n${IN_SESSION}`);
  });

  it('reads nothing that was not named', () => {
    const recording = recordWith(composite(sessionPropagator(HEADER)));
    serve(recording, { 'session-id': 'A', 'x-session': 'A', baggage: 'session.id=A' });
    expect(recording.tree()).toBe(IN_NONE);
    expect(recording.sessions.stats()).toMatchObject({ liveSessions: 0, refusedIds: 0 });
  });

  it.each([
    ['of 5 000 characters', 'A'.repeat(5_000), 'longer than 256 characters'],
    ['with U+0000', 'A\0B', 'not text (U+0000 or a lone surrogate in it)'],
    ['that came twice, as a list', ['A', 'B'], 'not a string but an object'],
    ['that came twice with the same value', ['A', 'A'], 'not a string but an object'],
    ['that came twice, joined with a comma', 'A, B', 'not a string but an object'],
    ['that ends with a comma', 'A,', 'not a string but an object'],
  ])('takes a value %s for no session, counts it, and tells it once', (_, value, why) => {
    const recording = recordWith(composite(sessionPropagator(HEADER)));
    serve(recording, { 'x-session-id': value });
    serve(recording, { 'x-session-id': value });
    expect(recording.tree()).toBe(`${IN_NONE}\n${IN_NONE}`);
    expect(recording.sessions.stats()).toMatchObject({ liveSessions: 0 });
    expect(recording.sessions.stats().refusedIds).toBeGreaterThan(0);
    expect(recording.warnings).toEqual([
      expect.stringContaining(`the header x-session-id is ${why}: taken as no answer.`),
    ]);
  });

  it.each([
    ['empty', { 'x-session-id': '' }],
    ['of white space', { 'x-session-id': '  ' }],
    ['a number', { 'x-session-id': 7 }],
    ['absent', {}],
    ['of a carrier that is none', 'x-session-id'],
  ])('takes a value that is %s for nothing at all', (_, headers) => {
    const recording = recordWith(composite(sessionPropagator(HEADER)));
    serve(recording, headers as object);
    expect(recording.tree()).toBe(IN_NONE);
    expect(recording.sessions.stats()).toMatchObject({ refusedIds: 0 });
    expect(recording.warnings).toEqual([]);
  });

  it('takes __proto__ for a session id like any other, and for no header that is there', () => {
    const recording = recordWith(composite(sessionPropagator({ header: ['__proto__', 'x-id'] })));
    serve(recording, { 'x-id': '__proto__' });
    expect(recording.span('tool').attributes).toEqual({ 'session.id': '__proto__' });
    expect(recording.span('tool').traceId).toBe(recording.sessions.traceId('__proto__'));
    expect(({} as { sessionId?: unknown }).sessionId).toBeUndefined();
  });

  it('lets no getter of the application end the request', () => {
    const failing = { ...defaultTextMapGetter, get: () => JSON.parse('{') as string };
    const propagator = sessionPropagator(HEADER);
    expect(propagator.extract(ROOT_CONTEXT, {}, failing)).toBe(ROOT_CONTEXT);
    expect(propagator.extract(ROOT_CONTEXT, undefined, defaultTextMapGetter)).toBe(ROOT_CONTEXT);
  });
});

describe('a propagator that reads a baggage entry', () => {
  const reading = { baggage: 'session.id' };
  const headers = { baggage: 'user=ada,session.id=A;ttl=3' };

  it.each([
    ['after that of baggage', composite(sessionPropagator(reading))],
    [
      'before it',
      new CompositePropagator({
        propagators: [sessionPropagator(reading), new W3CBaggagePropagator()],
      }),
    ],
    ['without one', sessionPropagator(reading)],
  ])('puts the request into the session: %s', (_, propagator) => {
    const recording = recordWith(propagator);
    serve(recording, headers);
    expect(recording.tree()).toBe(IN_SESSION);
  });

  it('asks the header first', () => {
    const recording = recordWith(composite(sessionPropagator({ ...HEADER, ...reading })));
    serve(recording, { baggage: 'session.id=B', 'x-session-id': 'A' });
    expect(recording.tree()).toBe(IN_SESSION);
  });

  it('takes an entry that can be no session id for none', () => {
    const recording = recordWith(composite(sessionPropagator(reading)));
    serve(recording, { baggage: `session.id=${'A'.repeat(300)}` });
    expect(recording.tree()).toBe(IN_NONE);
    expect(recording.warnings).toEqual([
      expect.stringContaining('the baggage entry session.id is longer than 256 characters'),
    ]);
  });
});

describe('what goes out', () => {
  const written = (from: Context, options: SessionPropagatorOptions): Record<string, string> => {
    const carrier: Record<string, string> = {};
    sessionPropagator(options).inject(from, carrier, defaultTextMapSetter);
    return carrier;
  };
  const inA = setSession(ROOT_CONTEXT, 'A');

  it('is nothing, unless asked for', () => {
    expect(written(inA, HEADER)).toEqual({});
    expect(sessionPropagator(HEADER).fields()).toEqual([]);
  });

  it('is the session of the entry, or of the active span, in the first header', () => {
    const options = { header: ['x-session-id', 'x-old'], inject: true };
    expect(written(inA, options)).toEqual({ 'x-session-id': 'A' });
    expect(sessionPropagator(options).fields()).toEqual(['x-session-id']);
    const recording = record({ sessionId: 'B' });
    const span = recording.tracer.startSpan('tool');
    expect(written(trace.setSpan(ROOT_CONTEXT, span), options)).toEqual({ 'x-session-id': 'B' });
  });

  it.each([
    ['no session', ROOT_CONTEXT],
    ['tracing suppressed, as during an export', suppressTracing(inA)],
    ['an id that no header can carry', setSession(ROOT_CONTEXT, 'Zoë\r\nx-admin: 1')],
    ['an id with a comma, which we would not read', setSession(ROOT_CONTEXT, 'A,B')],
  ])('is nothing with %s', (_, from) => {
    expect(written(from, { ...HEADER, inject: true })).toEqual({});
  });

  it('is read on the other side', () => {
    const carrier = written(inA, { ...HEADER, inject: true });
    const read = sessionPropagator(HEADER).extract(ROOT_CONTEXT, carrier, defaultTextMapGetter);
    expect(getSession(read)).toEqual({ sessionId: 'A' });
    expect(context.active()).toBe(ROOT_CONTEXT);
  });
});

describe('wrong options', () => {
  it.each([
    [undefined, 'Expected `options` to be an object, got undefined.'],
    [{}, 'Expected `header` to be the header to read, got undefined.'],
    [{ header: [] }, 'Expected `header` to be the header to read, got [].'],
    [
      { baggage: 'id', inject: true },
      'Expected `header` to be the header to write, got undefined.',
    ],
    [
      { header: 'x id' },
      "Expected `header` to be the name of a header, or a list of such names, got 'x id'.",
    ],
    [
      { header: ['x-id', 7] },
      "Expected `header` to be the name of a header, or a list of such names, got [ 'x-id', 7 ].",
    ],
    [{ baggage: '' }, "Expected `baggage` to be a non-empty baggage key, got ''."],
    [{ header: 'x-id', inject: 'yes' }, "Expected `inject` to be true or false, got 'yes'."],
    [
      { headers: 'x-id' },
      'Expected options among header, baggage, inject, got `headers`. Did you mean `header`?',
    ],
  ])('%j', (options, message) => {
    expect(() => sessionPropagator(options as SessionPropagatorOptions)).toThrow(
      new TypeError(message),
    );
  });
});
