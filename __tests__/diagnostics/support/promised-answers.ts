import { runInNewContext } from 'node:vm';
import type { LogToSpanOptions, SessionTracingOptions } from '../../../src/index.js';
import { firstOf } from '../../../src/index.js';

/** The functions of the options, each answering what `answer` makes. */
export interface PromisedCase {
  /** How messages call the function. */
  readonly option: string;
  readonly options: (answer: () => never) => Partial<SessionTracingOptions>;
  readonly toSpan?: (answer: () => never) => LogToSpanOptions;
}

/** Every function of the user's that may answer a promise, or have one in its answer. */
export const PROMISED_CASES: Readonly<Record<string, PromisedCase>> = {
  sessionId: { option: 'sessionId', options: (answer) => ({ sessionId: answer }) },
  'a part of firstOf': {
    option: 'sessionId',
    options: (answer) => ({ sessionId: firstOf(answer, answer) }),
  },
  'firstOf inside a function': {
    option: 'nothing',
    options: (answer) => ({ sessionId: (span, from) => firstOf(answer, answer)(span, from) }),
  },
  getSessionId: {
    option: 'sessionId',
    options: (answer) => ({ sessionId: { getSessionId: answer } }),
  },
  interaction: { option: 'interaction', options: (answer) => ({ interaction: answer }) },
  interactionId: { option: 'interactionId', options: (answer) => ({ interactionId: answer }) },
  traceScope: { option: 'traceScope', options: (answer) => ({ traceScope: answer }) },
  sessionRoot: { option: 'sessionRoot', options: (answer) => ({ sessionRoot: answer }) },
  sessionSpan: { option: 'sessionSpan', options: (answer) => ({ sessionSpan: answer }) },
  'the name in sessionSpan': {
    option: 'sessionSpan',
    options: (answer) => ({ sessionSpan: () => ({ name: answer(), attributes: answer() }) }),
  },
  'the attributes in sessionSpan': {
    option: 'sessionSpan',
    options: (answer) => ({ sessionSpan: () => ({ attributes: answer() }) }),
  },
  'values of attributes in sessionSpan': {
    option: 'sessionSpan',
    options: (answer) => ({
      sessionSpan: () => ({ attributes: { one: answer(), list: ['text', answer()] } }),
    }),
  },
  sessionAttributes: {
    option: 'sessionAttributes',
    options: (answer) => ({ sessionAttributes: answer }),
  },
  'values in sessionAttributes': {
    option: 'sessionAttributes',
    options: (answer) => ({
      sessionAttributes: () => ({ one: answer(), list: [answer(), answer()] }),
    }),
  },
  getTracer: {
    option: 'nothing',
    options: (answer) => ({ tracerProvider: { getTracer: answer } }),
  },
  getMeter: { option: 'nothing', options: (answer) => ({ meterProvider: { getMeter: answer } }) },
  derivation: { option: 'derivation', options: (answer) => ({ derivation: { derive: answer } }) },
  'ids in derivation': {
    option: 'derivation',
    options: (answer) => ({
      derivation: { derive: () => ({ traceId: answer(), rootSpanId: answer() }) },
    }),
  },
  tracerProvider: { option: 'tracerProvider', options: (answer) => ({ tracerProvider: answer }) },
  'attributes of logToSpanProcessor': {
    option: 'attributes',
    options: () => ({}),
    toSpan: (answer) => ({ attributes: answer }),
  },
};

/** Ways to answer a promise that rejects. */
export const PROMISES: Readonly<Record<string, () => never>> = {
  'of this realm': () => Promise.reject(new Error('late')) as never,
  'of another realm': () => runInNewContext('Promise.reject(new Error("late"))') as never,
  'of another make': () => {
    const promise = Promise.reject(new Error('late'));
    return { then: promise.then.bind(promise) } as never;
  },
};
