'use strict';

const ID = '0af7651916cd43dd8448eb211c80319c';
const SPAN_ID = 'b7ad6b7169203331';

/** Span contexts that no span of this process has; some of them nobody can have. */
const FROM_ELSEWHERE = [
  { traceId: ID, spanId: SPAN_ID, traceFlags: 1, isRemote: true },
  { traceId: ID, spanId: SPAN_ID, traceFlags: 0, isRemote: true },
  { traceId: ID, spanId: SPAN_ID, traceFlags: 3, isRemote: true },
  { traceId: ID, spanId: SPAN_ID, traceFlags: 1 },
  { traceId: ID, spanId: SPAN_ID, traceFlags: 0 },
  { traceId: ID, spanId: SPAN_ID, traceFlags: 1, isRemote: false },
  Object.freeze({ traceId: ID, spanId: SPAN_ID, traceFlags: 1 }),
  { traceId: ID, spanId: SPAN_ID },
  { traceId: ID, spanId: SPAN_ID, traceFlags: 'x', isRemote: 'yes' },
  { traceId: '0'.repeat(32), spanId: SPAN_ID, traceFlags: 1 },
  { traceId: ID, spanId: '0'.repeat(16), traceFlags: 1 },
  { traceId: ID.toUpperCase(), spanId: SPAN_ID, traceFlags: 1 },
  { traceId: 'short', spanId: 'too', traceFlags: 1, isRemote: true },
  { traceId: 7, spanId: undefined, traceFlags: 1 },
  {},
];

/** Says in which context the next span starts: given to `startSpan`, active, or both. */
function parentsOf(api, stage, random, spans) {
  const { ROOT_CONTEXT, createContextKey, createTraceState, propagation, trace } = api;
  const suppression = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');
  const spanKey = createContextKey('OpenTelemetry Context Key SPAN');
  const under = (spanContext) => trace.setSpanContext(ROOT_CONTEXT, spanContext);
  const span = () =>
    spans.length > 0 ? random.one(spans) : stage.foreign.startSpan('the first to be there');
  const child = () => trace.setSpan(ROOT_CONTEXT, span());
  /** A context by hand that knows what the SDK asks for, and does with other keys what is given. */
  const byHand = (otherwise) => {
    const inside = span();
    return {
      getValue: (key) => (key === spanKey ? inside : key === suppression ? undefined : otherwise()),
      setValue: () => ROOT_CONTEXT,
      deleteValue: () => ROOT_CONTEXT,
    };
  };
  const contexts = [
    () => ROOT_CONTEXT,
    ...[child, child, child, child, child],
    () => under(span().spanContext()),
    () => under({ ...span().spanContext() }),
    () => under({ ...span().spanContext(), isRemote: true }),
    () => under({ ...span().spanContext(), traceFlags: 0 }),
    () => under(random.one(FROM_ELSEWHERE)),
    () => under(random.one(FROM_ELSEWHERE)),
    () => under({ ...FROM_ELSEWHERE[0], traceState: createTraceState('vendor=1,other=2') }),
    () => trace.setSpan(ROOT_CONTEXT, stage.foreign.startSpan('foreign')),
    () => trace.setSpan(ROOT_CONTEXT, { spanContext: () => undefined }),
    () => child().setValue(suppression, true),
    () => propagation.setBaggage(child(), propagation.createBaggage({ a: { value: 'b' } })),
    () => random.one([null, {}, 42, 'context']),
    () => byHand(() => undefined),
    () => byHand(() => 'junk'),
    () =>
      byHand(() => {
        throw new Error('no such key');
      }),
  ];
  const activeOnes = [() => undefined, () => undefined, child, () => ROOT_CONTEXT];
  return {
    next() {
      const active = random.one(activeOnes)();
      // One in four takes the active context.
      return { active, context: random.below(4) === 0 ? undefined : random.one(contexts)() };
    },
  };
}

module.exports = { parentsOf };
