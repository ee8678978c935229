'use strict';

const { parentsOf } = require('./parents.cjs');
const { renderContext } = require('./everything.cjs');
const { seeded } = require('./random.cjs');

/** Names that are no names, that say turn, and at which processors and samplers start spans of their own. */
const NAMES = [
  ...['work', 'work', 'work', 'starts', 'asks', 'interaction', 'x.interaction', ''],
  ...[undefined, null, 'undefined', 42],
];

/** Starts, changes and ends spans of no session in every way there is; the same seed does the same. */
function runProgram({ api }, stage, clock, { seed, spans: count }) {
  const random = seeded(seed);
  const spans = [];
  const parents = parentsOf(api, stage, random, spans);
  for (let started = 0; started < count;) {
    clock.goOn();
    const step = random.below(10);
    if (step < 6) {
      start(api, stage, random, parents, spans);
      started++;
    } else if (spans.length > 0) {
      const span = spans[random.below(spans.length)];
      tryOut(stage, () => (step < 8 ? end(random, span) : random.one(CHANGES)(span, random)));
    }
  }
  for (const span of spans) {
    tryOut(stage, () => span.isRecording() && span.end());
  }
}

function start(api, stage, random, parents, spans) {
  const [name, options] = [random.one(NAMES), optionsFrom(api, random, spans)];
  const { context, active } = parents.next();
  const run = () =>
    tryOut(stage, () => {
      const span =
        context === ACTIVE
          ? stage.tracer.startSpan(name, options)
          : stage.tracer.startSpan(name, options, context);
      stage.hear(`got ${renderContext(span.spanContext())} ${span.isRecording()}`);
      spans.push(span);
      if (spans.length > 40) {
        spans.shift();
      }
    });
  return active === undefined ? run() : api.context.with(active, run);
}

const ACTIVE = undefined;

function optionsFrom(api, random, spans) {
  const some = (value) => (random.below(3) === 0 ? value() : undefined);
  return {
    kind: some(() => random.below(5)),
    attributes: some(() => attributesFrom(random)),
    links: some(() => linksFrom(api, random, spans)),
    root: random.below(8) === 0 ? true : undefined,
    startTime: some(() => random.one([1_700_000_000_500, [1_700_000_001, 5], new Date(1.7e12)])),
  };
}

function attributesFrom(random) {
  if (random.below(20) === 0) {
    // More than a span takes.
    return Object.fromEntries(Array.from({ length: 140 }, (_, index) => [`key.${index}`, index]));
  }
  return random.one([
    { 'prompt.id': 't1', n: random.below(100), yes: true },
    { list: ['a', 'b'], mixed: ['a', 1], none: undefined, nothing: null, '': 'no key' },
    { object: { a: 1 }, fn: () => 1, symbol: Symbol('s'), big: 1n, nan: NaN },
  ]);
}

function linksFrom({ INVALID_SPAN_CONTEXT }, random, spans) {
  const context =
    spans.length > 0 ? spans[random.below(spans.length)].spanContext() : INVALID_SPAN_CONTEXT;
  if (random.below(20) === 0) {
    return Array.from({ length: 130 }, () => ({ context }));
  }
  return random.one([
    [{ context }],
    [{ context, attributes: { why: 'because' } }, { context: INVALID_SPAN_CONTEXT }],
  ]);
}

function end(random, span) {
  return random.one([
    () => span.end(),
    () => span.end(1_700_000_000_000),
    () => span.end([1_700_000_900, 1]),
  ])();
}

const CHANGES = [
  (span, random) => span.setAttribute('later', random.below(9)),
  (span, random) => span.setAttributes(attributesFrom(random)),
  (span) => span.addEvent('happened', { of: 'this' }, 1_700_000_000_700),
  (span) => span.addEvent('now'),
  (span) => span.setStatus({ code: 2, message: 'no' }),
  (span) => span.recordException(Object.assign(new Error('broken'), { stack: 'here' })),
  (span) => span.updateName('other'),
  (span, random) =>
    span.addLink?.({ context: span.spanContext(), attributes: { n: random.below(9) } }),
];

/** What the SDK throws at wrong arguments is to be thrown with us as well. */
function tryOut(stage, run) {
  try {
    return run();
  } catch (error) {
    return stage.hear(`threw ${error}`);
  }
}

module.exports = { runProgram };
