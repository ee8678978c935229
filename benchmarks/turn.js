// What a turn of seven spans costs, start and end, on SDK 2 without an exporter: `npm run bench`.
//
// All variants run in one process, in short rounds that take turns in an order drawn anew each time, so
// that a change of the machine's speed meets all of them alike. Each figure is the median over the rounds
// with the quartiles; the overhead is the median of the ratios to the bare SDK in the same round.
import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { createSessionSpanProcessor } from '@opentelemetry/web-common';
import { SessionTraceSpanProcessor } from 'otel-session-trace';

const ROUNDS = Number(process.env.ROUNDS ?? 400);
const TURNS_PER_ROUND = 250;
const SPANS_PER_TURN = 7;
const HELD_SPANS = 70_000;

const hookThatDoesNothing = {
  onStart() {},
  onEnd() {},
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};

const variants = [
  { name: 'bare SDK', processors: () => [] },
  { name: 'hook that does nothing', processors: () => [hookThatDoesNothing] },
  {
    name: 'web-common session processor (stamp)',
    processors: () => [createSessionSpanProcessor({ getSessionId: sessionIds(1) })],
  },
  { name: 'placing, no stamp', processors: ours({ sessionAttributes: false }) },
  { name: 'placing and stamp', processors: ours({}) },
  { name: 'placing, no stamp, 100 sessions', processors: ours({ sessionAttributes: false }, 100) },
  {
    name: 'placing, no stamp, 10 000 sessions',
    processors: ours({ sessionAttributes: false }, 10_000),
  },
];

/** Session ids in turn, as a process meets them that serves so many sessions at once. */
function sessionIds(count) {
  const ids = Array.from({ length: count }, (_, index) => `session-${String(index)}`);
  let next = 0;
  return () => ids[next++ % count];
}

function ours(options, sessions = 1) {
  return (provider) => [
    new SessionTraceSpanProcessor({
      sessionId: sessionIds(sessions),
      tracerProvider: provider,
      ...options,
    }),
  ];
}

function tracerOf({ processors }) {
  let provider;
  provider = new NodeTracerProvider({ spanProcessors: processors(() => provider) });
  return provider.getTracer('benchmark');
}

/** An agent's turn. Contexts are passed by hand, so that no context manager is measured. */
function turn(tracer, started) {
  const start = (name, context) => {
    const span = tracer.startSpan(name, { attributes: ATTRIBUTES }, context);
    started.push(span);
    return span;
  };
  const inside = (context, span) => trace.setSpan(context, span);
  const interaction = start('interaction', ROOT_CONTEXT);
  const inTurn = inside(ROOT_CONTEXT, interaction);
  start('llm_request', inTurn).end();
  const tool = start('tool', inTurn);
  const inTool = inside(inTurn, tool);
  start('tool.blocked_on_user', inTool).end();
  const execution = start('tool.execution', inTool);
  start('hook', inside(inTool, execution)).end();
  execution.end();
  tool.end();
  start('llm_request', inTurn).end();
  interaction.end();
}

const ATTRIBUTES = { 'gen_ai.system': 'mock', 'gen_ai.request.max_tokens': 1024 };

function nanosPerTurn(tracer) {
  const started = [];
  const begin = process.hrtime.bigint();
  for (let index = 0; index < TURNS_PER_ROUND; index++) {
    turn(tracer, started);
    started.length = 0;
  }
  return Number(process.hrtime.bigint() - begin) / TURNS_PER_ROUND;
}

function bytesPerSpan(tracer) {
  const started = [];
  global.gc();
  const before = process.memoryUsage().heapUsed;
  for (let index = 0; index < HELD_SPANS / SPANS_PER_TURN; index++) {
    turn(tracer, started);
  }
  global.gc();
  return (process.memoryUsage().heapUsed - before) / started.length;
}

function quantile(sorted, share) {
  return sorted[Math.floor((sorted.length - 1) * share)];
}

function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return [0.5, 0.25, 0.75].map((share) => quantile(sorted, share));
}

function shuffled(list) {
  return list
    .map((item) => ({ item, order: Math.random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}

const runs = variants.map((variant) => ({ ...variant, tracer: tracerOf(variant), nanos: [] }));
for (let round = -20; round < ROUNDS; round++) {
  for (const run of shuffled(runs)) {
    const nanos = nanosPerTurn(run.tracer);
    if (round >= 0) {
      run.nanos.push(nanos);
    }
  }
}

const bare = runs[0].nanos;
const micros = (nanos) => (nanos / 1000).toFixed(2);
const percent = (ratio) => `${((ratio - 1) * 100).toFixed(1)} %`;
console.log(
  `Node ${process.version}, ${String(ROUNDS)} rounds of ${String(TURNS_PER_ROUND)} turns`,
);
console.table(
  Object.fromEntries(
    runs.map((run) => {
      const [median, lower, upper] = spread(run.nanos);
      const [over, overLower, overUpper] = spread(
        run.nanos.map((nanos, index) => nanos / bare[index]),
      );
      return [
        run.name,
        {
          'us/turn': micros(median),
          quartiles: `${micros(lower)} - ${micros(upper)}`,
          'over bare': percent(over),
          'quartiles of it': `${percent(overLower)} - ${percent(overUpper)}`,
          'bytes/span': Math.round(bytesPerSpan(tracerOf(run))),
        },
      ];
    }),
  ),
);
