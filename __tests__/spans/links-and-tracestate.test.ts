import { ROOT_CONTEXT, TraceFlags, createTraceState, trace } from '@opentelemetry/api';
import { SamplingDecision, type Sampler } from '@opentelemetry/sdk-trace-node';
import { record, stopRecording } from '../support/recording.js';

afterEach(stopRecording);

const PHANTOM = {
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'abcdefabcdefabcd',
  traceFlags: TraceFlags.SAMPLED,
};

describe('links', () => {
  const phantom = trace.setSpanContext(ROOT_CONTEXT, PHANTOM);

  it('of the user stay, and ours comes after them', () => {
    const recording = record({ sessionId: 'A' });
    const own = { context: { ...PHANTOM, spanId: '1111111111111111' }, attributes: { mine: true } };
    recording.tracer.startSpan('tool', { links: [own] }, phantom).end();
    expect(recording.span('tool').links.map(({ spanId }) => spanId)).toEqual([
      '1111111111111111',
      PHANTOM.spanId,
    ]);
  });

  it.each([0, 1, 2])(
    'of ours are left out at a limit of %i that the user has filled',
    (linkCountLimit) => {
      const recording = record({ sessionId: 'A' }, { spanLimits: { linkCountLimit } });
      const links = [1, 2, 3].slice(0, linkCountLimit).map((digit) => ({
        context: { ...PHANTOM, spanId: String(digit).repeat(16) },
      }));
      recording.tracer.startSpan('tool', { links }, phantom).end();
      expect(recording.span('tool').links.map(({ spanId }) => spanId[0])).toEqual(
        links.map(({ context }) => context.spanId[0]),
      );
      expect(recording.sessions.stats().skippedLinks).toBe(1);
    },
  );
});

describe('tracestate', () => {
  const stateOf = (sampler: Sampler | undefined): string | undefined => {
    const recording = record({ sessionId: 'A' }, sampler === undefined ? {} : { sampler });
    const inherited = { ...PHANTOM, traceState: createTraceState('vendor=parent') };
    const span = recording.tracer.startSpan(
      'tool',
      {},
      trace.setSpanContext(ROOT_CONTEXT, inherited),
    );
    return span.spanContext().traceState?.serialize();
  };

  it('of the displaced parent is dropped', () => {
    expect(stateOf(undefined)).toBeUndefined();
  });

  it('that the sampler set stays', () => {
    const sampler: Sampler = {
      shouldSample: () => ({
        decision: SamplingDecision.RECORD_AND_SAMPLED,
        traceState: createTraceState('vendor=sampler'),
      }),
      toString: () => 'with tracestate',
    };
    expect(stateOf(sampler)).toBe('vendor=sampler');
  });

  it('of a parent that stays the parent stays', () => {
    const recording = record({ sessionId: 'A' });
    const remote = { ...PHANTOM, isRemote: true, traceState: createTraceState('vendor=parent') };
    const span = recording.tracer.startSpan('tool', {}, trace.setSpanContext(ROOT_CONTEXT, remote));
    expect(span.spanContext().traceState?.serialize()).toBe('vendor=parent');
  });
});

describe('the stamp and the number of a turn', () => {
  it.each([1, 2, 128])('take none of the %i attributes that a user may set', (limit) => {
    const recording = record({ sessionId: 'A' }, { spanLimits: { attributeCountLimit: limit } });
    const own = Object.fromEntries(
      Array.from({ length: limit }, (_, index) => [`own ${index}`, index]),
    );
    const [first, ...others] = Object.entries(own);
    const turn = recording.tracer.startSpan('interaction', {
      attributes: Object.fromEntries(first === undefined ? [] : [first]),
    });
    others.forEach(([key, value]) => turn.setAttribute(key, value));
    turn.end();
    expect(recording.span('interaction').attributes).toEqual({
      ...own,
      'session.id': 'A',
      'otel_session_trace.turn.number': 1,
    });
  });
});
