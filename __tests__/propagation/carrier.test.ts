import {
  ROOT_CONTEXT,
  TraceFlags,
  context,
  propagation,
  trace,
  type Context,
} from '@opentelemetry/api';
import {
  contextFromCarrier,
  contextFromEnvironment,
  fromBaggage,
  sessionCarrier,
  sessionEnvironment,
  setSession,
  sha256Derivation,
  withSession,
} from '../../src/index.js';
import { record, stopRecording } from '../support/recording.js';

afterEach(stopRecording);

const TRACE_PARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

/** The span that a carrier names, in the form in which it came. */
function carried(carrier: unknown): string | undefined {
  return sessionCarrier(contextFromCarrier(carrier, ROOT_CONTEXT))['traceparent'];
}

function baggageIn(from: Context): Record<string, string> {
  const entries = propagation.getBaggage(from)?.getAllEntries() ?? [];
  return Object.fromEntries(entries.map(([key, { value }]) => [key, value]));
}

describe('sessionCarrier', () => {
  it('says what sessionEnvironment says, in the keys of the headers', () => {
    const from = contextFromEnvironment({
      TRACEPARENT: TRACE_PARENT,
      TRACESTATE: 'a=1,b=2',
      BAGGAGE: 'tenant=7',
    });
    expect(sessionCarrier(from)).toEqual({ traceparent: TRACE_PARENT, tracestate: 'a=1,b=2' });
    expect(sessionCarrier(from, { baggage: true })).toEqual({
      traceparent: TRACE_PARENT,
      tracestate: 'a=1,b=2',
      baggage: 'tenant=7',
    });
  });

  it('is empty where there is nothing to say', () => {
    expect(sessionCarrier(ROOT_CONTEXT, { baggage: true })).toEqual({});
  });

  it('names the session in the baggage when it is asked to, whoever told it', () => {
    const recording = record({ sessionId: 'A' });
    recording.tracer.startActiveSpan('tool', (tool) => {
      expect(sessionCarrier()).not.toHaveProperty('baggage');
      expect(sessionCarrier(undefined, { baggage: true })['baggage']).toBe('session.id=A');
      expect(sessionEnvironment(undefined, { baggage: true })['BAGGAGE']).toBe('session.id=A');
      withSession('B,1', () => {
        expect(sessionCarrier(undefined, { baggage: true })['baggage']).toBe('session.id=B%2C1');
      });
      tool.end();
    });
  });

  it('names the session before all that may not fit, in place of another', () => {
    const long = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`k${index}`, { value: 'x'.repeat(60) }]),
    );
    const baggage = propagation.createBaggage({ ...long, 'session.id': { value: 'stale' } });
    const from = setSession(propagation.setBaggage(ROOT_CONTEXT, baggage), 'A');
    const text = sessionCarrier(from, { baggage: true })['baggage'] ?? '';
    expect(text).toMatch(/^session\.id=A,k0=x+,/);
    expect(text).not.toContain('stale');
    expect(text.length).toBeLessThanOrEqual(8_192);
  });
});

describe('contextFromCarrier', () => {
  it.each([
    ['in any case', { TraceParent: TRACE_PARENT }],
    ['as bytes', { traceparent: Buffer.from(TRACE_PARENT) }],
    ['as bytes of another kind', { traceparent: new TextEncoder().encode(TRACE_PARENT) }],
    ['as a list of one', { traceparent: [TRACE_PARENT] }],
    ['as a list of one, in bytes', { traceparent: [Buffer.from(TRACE_PARENT)] }],
    ['beside other keys', { progressToken: 1, 'x.y/z': {}, traceparent: TRACE_PARENT }],
    ['without a prototype', Object.assign(Object.create(null), { traceparent: TRACE_PARENT })],
  ])('reads a span %s', (_, carrier) => {
    expect(carried(carrier)).toBe(TRACE_PARENT);
  });

  it('reads the trace state and the baggage of several headers as one', () => {
    const from = contextFromCarrier({
      traceparent: TRACE_PARENT,
      tracestate: ['a=1', 'b=2'],
      Baggage: [Buffer.from('tenant=7'), 'session.id=A'],
    });
    expect(sessionCarrier(from)['tracestate']).toBe('a=1,b=2');
    expect(baggageIn(from)).toEqual({ tenant: '7', 'session.id': 'A' });
  });

  it('reads no key but its own three, and leaves the carrier as it is', () => {
    const carrier = Object.freeze({
      traceparent: TRACE_PARENT,
      get other(): never {
        throw new Error('read');
      },
    });
    expect(carried(carrier)).toBe(TRACE_PARENT);
  });

  const cycle: Record<string, unknown> = {};
  cycle['traceparent'] = cycle;
  const thrower = {
    get traceparent(): never {
      throw new Error('no');
    },
  };
  const { proxy: revoked, revoke } = Proxy.revocable({}, {});
  revoke();
  const proxyThatThrows = new Proxy(
    {},
    {
      ownKeys: () => {
        throw new Error('no');
      },
    },
  );

  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a string', TRACE_PARENT],
    ['a number', 7],
    ['a function', () => TRACE_PARENT],
    ['a list', [TRACE_PARENT]],
    ['bytes', Buffer.from(TRACE_PARENT)],
    ['nothing', {}],
    ['a cycle', cycle],
    ['a getter that throws', thrower],
    ['a Proxy that throws', proxyThatThrows],
    ['a revoked Proxy', revoked],
    ['a span in its prototype', Object.create({ traceparent: TRACE_PARENT })],
    ['a span in __proto__', JSON.parse(`{"__proto__":{"traceparent":"${TRACE_PARENT}"}}`)],
    ['a String object', { traceparent: new String(TRACE_PARENT) }],
    ['a promise', { traceparent: Promise.resolve(TRACE_PARENT) }],
    ['an object with toString', { traceparent: { toString: () => TRACE_PARENT } }],
    ['5 000 characters', { traceparent: 'x'.repeat(5_000) }],
    ['a traceparent with 5 000 more', { traceparent: `${TRACE_PARENT}-${'x'.repeat(5_000)}` }],
    ['a comma list', { traceparent: `${TRACE_PARENT},${TRACE_PARENT}` }],
    ['a list of two', { traceparent: [TRACE_PARENT, TRACE_PARENT] }],
    ['an empty list', { traceparent: [] }],
    ['a list in a list', { traceparent: [[TRACE_PARENT]] }],
    ['two keys for one', { traceparent: TRACE_PARENT, Traceparent: TRACE_PARENT }],
    ['the forbidden version', { traceparent: TRACE_PARENT.replace('00', 'ff') }],
    ['an id of zeros', { traceparent: TRACE_PARENT.replace('b7ad6b7169203331', '0'.repeat(16)) }],
    ['U+0000', { traceparent: `${TRACE_PARENT}\0` }],
    ['a line break inside', { traceparent: TRACE_PARENT.replace('-b7', '\n-b7') }],
    ['a trace state alone', { tracestate: 'a=1' }],
  ])('carries nothing and does not throw: %s', (_, carrier) => {
    const from = setSession(ROOT_CONTEXT, 'A');
    expect(contextFromCarrier(carrier, from)).toBe(from);
  });

  it('takes a trace state that no header can hold for none', () => {
    const carrier = { traceparent: TRACE_PARENT, tracestate: `a=${'x'.repeat(5_000)}` };
    expect(sessionCarrier(contextFromCarrier(carrier))).toEqual({ traceparent: TRACE_PARENT });
  });

  it('keeps what the context has beside the span and the baggage', () => {
    const from = setSession(ROOT_CONTEXT, 'A');
    const received = contextFromCarrier({ traceparent: TRACE_PARENT }, from);
    expect(sessionCarrier(received, { baggage: true })).toEqual({
      traceparent: TRACE_PARENT,
      baggage: 'session.id=A',
    });
  });
});

describe('work that a message of the session brings about', () => {
  const sender = { spanId: 'abcdefabcdefabcd', traceFlags: TraceFlags.SAMPLED };

  /** What the tool call of an agent carries. */
  function callOf(sessionId: string, traceFlags: number = TraceFlags.SAMPLED): Context {
    const { traceId } = sha256Derivation().derive(sessionId);
    return trace.setSpanContext(setSession(ROOT_CONTEXT, sessionId), {
      ...sender,
      traceId,
      traceFlags,
    });
  }

  function handle(recording: ReturnType<typeof record>, carrier: unknown): void {
    const { tracer } = recording;
    context.with(contextFromCarrier(carrier), () => {
      tracer.startActiveSpan('tools/call', (call) => {
        tracer.startSpan('work').end();
        tracer.startSpan('lost', { root: true }).end();
        call.end();
      });
    });
  }

  it('hangs under its sender, orphans too, with no second root', () => {
    const recording = record({ sessionId: fromBaggage('session.id') });
    handle(recording, sessionCarrier(callOf('A'), { baggage: true }));
    handle(recording, sessionCarrier(callOf('B'), { baggage: true }));
    expect(recording.tree()).toBe(
      ['A', 'B']
        .flatMap((id) => [
          `session ${id}`,
          '├─ tools/call  (remote parent)',
          '│  └─ work',
          '└─ lost  (remote parent)',
        ])
        .join('\n'),
    );
  });

  it('moves nothing that is started outside of it', () => {
    const recording = record({ sessionId: 'A' });
    handle(recording, sessionCarrier(callOf('A')));
    recording.tracer.startSpan('later').end();
    expect(recording.span('lost').parentSpanId).toBe(sender.spanId);
    expect(recording.span('later').parentSpanId).toBe(recording.span('session').spanId);
  });

  it('names no session that nobody trusts: baggage is not read unless a resolver does', () => {
    const recording = record({ sessionId: () => undefined });
    handle(recording, sessionCarrier(callOf('A'), { baggage: true }));
    expect(recording.spans().every(({ attributes }) => !('session.id' in attributes))).toBe(true);
  });

  it('puts no span of one session under a sender in another', () => {
    const recording = record({ sessionId: 'B' });
    handle(recording, sessionCarrier(callOf('A'), { baggage: true }));
    expect(recording.span('lost').parentSpanId).toBe(recording.span('session').spanId);
    expect(recording.span('lost').traceId).toBe(sha256Derivation().derive('B').traceId);
  });

  it('hangs nothing but what follows it under a sender that was not sampled', () => {
    const recording = record({ sessionId: 'A' });
    handle(recording, sessionCarrier(callOf('A', TraceFlags.NONE)));
    expect(recording.span('lost').parentSpanId).toBe(recording.span('session').spanId);
  });

  it('refuses a session id in baggage that can be none', () => {
    const recording = record({ sessionId: fromBaggage('session.id') });
    handle(recording, { baggage: `session.id=${'x'.repeat(5_000)}` });
    handle(recording, { baggage: `session.id=${'x'.repeat(300)}` });
    handle(recording, { baggage: 'session.id=a%00b' });
    expect(recording.spans().every(({ attributes }) => !('session.id' in attributes))).toBe(true);
    expect(recording.warnings).toHaveLength(2);
  });
});
