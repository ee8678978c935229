import {
  ROOT_CONTEXT,
  SpanKind,
  propagation,
  type AttributeValue,
  type Attributes,
  type Context,
} from '@opentelemetry/api';
import { setSession as setOpenInferenceSession } from '@arizeai/openinference-core';
import {
  firstOf,
  fromAttributes,
  fromBaggage,
  fromEnv,
  fromOpenInference,
  type SessionIdResolver,
} from '../../src/index.js';
import { recordLate } from '../support/late-recording.js';
import { record, stopRecording } from '../support/recording.js';

afterEach(stopRecording);

function ask(
  resolver: SessionIdResolver,
  attributes: Attributes = {},
  from: Context = ROOT_CONTEXT,
): string | null | undefined {
  return resolver({ name: 'span', kind: SpanKind.INTERNAL, attributes }, from);
}

describe('fromAttributes', () => {
  it('takes the first key that has a text', () => {
    const resolver = fromAttributes('session.id', 'gen_ai.conversation.id');
    expect(ask(resolver, { 'gen_ai.conversation.id': 'c' })).toBe('c');
    expect(ask(resolver, { 'session.id': 's', 'gen_ai.conversation.id': 'c' })).toBe('s');
    expect(ask(resolver, { 'session.id': '', 'gen_ai.conversation.id': 'c' })).toBe('c');
    // Refused, counted and told where all ids are.
    expect(ask(resolver, { 'session.id': 7 })).toBe(7);
    expect(ask(resolver)).toBeUndefined();
  });

  it('takes a list of one text for that text, as headers are captured', () => {
    const resolver = fromAttributes('http.request.header.x_session_id', 'b');
    const ofHeader = (value: AttributeValue): unknown =>
      ask(resolver, { 'http.request.header.x_session_id': value, b: 'B' });
    expect(ofHeader(['bob'])).toBe('bob');
    for (const value of [[], [''], ['bob', 'alice'], [7], ['bob', null]]) {
      expect(ofHeader(value as AttributeValue)).toBe('B');
    }
  });

  it('asks functions of the attributes in their turn', () => {
    const resolver = fromAttributes('a', ({ b }) => (b === 1 ? 'one' : undefined), 'c');
    expect(ask(resolver, { a: 'A', b: 1, c: 'C' })).toBe('A');
    expect(ask(resolver, { b: 1, c: 'C' })).toBe('one');
    expect(ask(resolver, { b: 2, c: 'C' })).toBe('C');
  });
});

describe('a function in fromAttributes', () => {
  const fromJson = fromAttributes((attributes) => {
    const { sessionId } = JSON.parse(String(attributes['context'])) as { sessionId: string };
    return sessionId;
  }, 'session.id');

  it('is asked at the start of a span', () => {
    const recording = record({ sessionId: fromJson });
    recording.tracer.startSpan('span', { attributes: { context: '{"sessionId":"A"}' } }).end();
    expect(recording.tree()).toBe('session A\n└─ session\n   └─ span');
  });

  it('is asked again at the end, and behind the exporter as well', () => {
    const recording = record({ sessionId: fromJson });
    const alone = recording.tracer.startSpan('alone');
    alone.setAttribute('context', '{"sessionId":"A"}').end();
    expect(recording.tree()).toBe('session A\n└─ session\n   └─ alone');
    stopRecording();

    const late = recordLate({ sessionId: fromJson });
    const flow = late.start('flow');
    late.start('generate', flow).end();
    flow.setAttribute('context', '{"sessionId":"A"}');
    flow.end();
    expect(late.tree()).toBe('session A\n└─ session\n   └─ flow\n      └─ generate');
  });

  it('keeps no other source from being asked when it throws, which is counted and told once', () => {
    const recording = record({ sessionId: fromJson });
    const attributes = { context: 'no JSON', 'session.id': 'A' };
    recording.tracer.startSpan('one', { attributes }).end();
    recording.tracer.startSpan('two', { attributes }).end();
    expect(recording.tree()).toBe('session A\n└─ session\n   ├─ one\n   └─ two');
    expect(recording.warnings).toEqual([
      expect.stringContaining('`sessionId` threw SyntaxError') as string,
    ]);
    expect(recording.sessions.stats().resolverErrors).toBe(2);
  });

  it('may not answer later: a promise is no answer, told once, and may reject unheard', async () => {
    const rejects = () => Promise.reject(new Error('later'));
    const recording = record({ sessionId: fromAttributes(rejects as never, 'session.id') });
    const attributes = { 'session.id': 'A' };
    recording.tracer.startSpan('one', { attributes }).end();
    recording.tracer.startSpan('two', { attributes }).end();
    await new Promise(setImmediate);
    expect(recording.tree()).toBe('session A\n└─ session\n   ├─ one\n   └─ two');
    expect(recording.warnings).toEqual([expect.stringContaining('a promise') as string]);
  });
});

describe('fromBaggage', () => {
  it('takes the entry of the baggage in the context', () => {
    const baggage = propagation.createBaggage({ 'session.id': { value: 'A' } });
    const from = propagation.setBaggage(ROOT_CONTEXT, baggage);
    expect(ask(fromBaggage('session.id'), {}, from)).toBe('A');
    expect(ask(fromBaggage('other'), {}, from)).toBeUndefined();
    expect(ask(fromBaggage('session.id'))).toBeUndefined();
  });
});

describe('fromEnv', () => {
  it('reads the variable when it is asked', () => {
    const resolver = fromEnv('OTEL_SESSION_TRACE_TEST');
    expect(ask(resolver)).toBeUndefined();
    process.env['OTEL_SESSION_TRACE_TEST'] = 'A';
    expect(ask(resolver)).toBe('A');
    process.env['OTEL_SESSION_TRACE_TEST'] = '';
    expect(ask(resolver)).toBeUndefined();
    delete process.env['OTEL_SESSION_TRACE_TEST'];
  });
});

describe('fromOpenInference', () => {
  it('takes what setSession of OpenInference put into the context', () => {
    const from = setOpenInferenceSession(ROOT_CONTEXT, { sessionId: 'A' });
    expect(ask(fromOpenInference(), {}, from)).toBe('A');
    expect(ask(fromOpenInference())).toBeUndefined();
  });
});

describe('firstOf', () => {
  it('is a resolver like any other', () => {
    const resolver = firstOf(
      fromAttributes('a'),
      firstOf(fromAttributes('b'), () => 'C'),
    );
    expect(ask(resolver, { b: 'B' })).toBe('B');
    expect(ask(resolver, { a: 'A', b: 'B' })).toBe('A');
    expect(ask(resolver)).toBe('C');
  });
});

describe('the option `sessionId`', () => {
  it('may be a session provider, whose `this` is kept', () => {
    class Manager {
      readonly #id = 'A';
      getSessionId(): string {
        return this.#id;
      }
    }
    const recording = record({ sessionId: new Manager() });
    recording.tracer.startSpan('span').end();
    expect(recording.tree()).toBe('session A\n└─ session\n   └─ span');
  });

  it('gets the span as it is known at start, and its context', () => {
    const seen: unknown[] = [];
    const recording = record({
      sessionId: ({ name, kind, attributes }, from) => {
        seen.push([name, kind, { ...attributes }, from === ROOT_CONTEXT]);
        return 'A';
      },
    });
    recording.tracer
      .startSpan('span', { kind: SpanKind.CLIENT, attributes: { a: 1 } }, ROOT_CONTEXT)
      .end();
    expect(seen).toEqual([['span', SpanKind.CLIENT, { a: 1 }, true]]);
  });
});

describe('the option `sessionAttributes`', () => {
  const stampOf = (
    sessionAttributes: Parameters<typeof record>[0]['sessionAttributes'],
  ): unknown => {
    const recording = record({
      sessionId: 'A',
      ...(sessionAttributes === undefined ? {} : { sessionAttributes }),
    });
    recording.tracer.startSpan('span', { attributes: { taken: 'mine' } }).end();
    return recording.span('span').attributes;
  };

  it('stamps `session.id` when it is left out', () => {
    expect(stampOf(undefined)).toEqual({ taken: 'mine', 'session.id': 'A' });
  });

  it('stamps each key of a list, never over a value that is there', () => {
    expect(stampOf(['taken', 'gen_ai.conversation.id'])).toEqual({
      taken: 'mine',
      'gen_ai.conversation.id': 'A',
    });
  });

  it('stamps what a function makes of the session id', () => {
    expect(stampOf((id) => ({ 'session.hash': `#${id}`, taken: 1, left: undefined }))).toEqual({
      taken: 'mine',
      'session.hash': '#A',
    });
  });

  it('stamps nothing when it is false', () => {
    expect(stampOf(false)).toEqual({ taken: 'mine' });
  });
});
