// What is compared: the SDK with different span processors, none of which exports.
import { createSessionSpanProcessor } from '@opentelemetry/web-common';

/** All overheads are over this one: calling any hook at all has a price that is not ours. */
export const BASELINE = 'hook';

const hookThatDoesNothing = {
  onStart() {},
  onEnd() {},
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};

const stamp = () => createSessionSpanProcessor({ getSessionId: sessionIds(1) });

export const VARIANTS = [
  { name: 'bare', title: 'bare SDK', processors: () => [] },
  { name: BASELINE, title: 'hook that does nothing', processors: () => [hookThatDoesNothing] },
  { name: 'stamp', title: "web-common's session processor (stamp)", processors: () => [stamp()] },
  { name: 'placing', title: 'placing', processors: placing(1) },
  { name: 'placing-and-stamp', title: 'placing and stamp', processors: ours(1, {}) },
  { name: 'placing-100', title: 'placing, 100 sessions', processors: placing(100) },
  { name: 'placing-10000', title: 'placing, 10 000 sessions', processors: placing(10_000) },
];

export function variantOf(name) {
  const variant = VARIANTS.find((one) => one.name === name);
  if (variant === undefined) {
    throw new Error(`No variant "${name}": ${VARIANTS.map((one) => one.name).join(', ')}.`);
  }
  return variant;
}

/** A tracer of a new provider with the variant's processors. */
export function tracerOf({ processors }, { TracerProvider, sessionTrace }) {
  const provider = new TracerProvider({
    spanProcessors: processors(sessionTrace, () => provider),
  });
  return provider.getTracer('benchmark');
}

function placing(sessions) {
  return ours(sessions, { sessionAttributes: false });
}

function ours(sessions, options) {
  return ({ SessionTraceSpanProcessor }, tracerProvider) => [
    new SessionTraceSpanProcessor({ sessionId: sessionIds(sessions), tracerProvider, ...options }),
  ];
}

/** Session ids in turn, as a process meets them that serves so many sessions at once. */
function sessionIds(count) {
  const ids = Array.from({ length: count }, (_, index) => `session-${String(index)}`);
  let next = 0;
  return () => ids[next++ % count];
}
