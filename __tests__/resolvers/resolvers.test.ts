import { ROOT_CONTEXT, SpanKind, propagation, type Context } from '@opentelemetry/api';
import { setSession as setOpenInferenceSession } from '@arizeai/openinference-core';
import {
  firstOf,
  fromAttributes,
  fromBaggage,
  fromEnv,
  fromOpenInference,
  type SessionIdResolver,
} from '../../src/index.js';
import { record, stopRecording } from '../support/recording.js';

afterEach(stopRecording);

function ask(
  resolver: SessionIdResolver,
  attributes: Record<string, string | number> = {},
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
    expect(ask(resolver, { 'session.id': 7 })).toBeUndefined();
    expect(ask(resolver)).toBeUndefined();
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
