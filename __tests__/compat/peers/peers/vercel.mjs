// The set-up of Vercel: one processor of its own, which holds the processors that it is given.
import { context, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { registerOTel } from '@vercel/otel';
import { attachSessionTracing, createSessionTracing, withSession } from 'otel-session-trace';
import { SESSION, startRequest, startTurn, takeTwoTurns } from '../support/agent.mjs';
import { OPTIONS, countingIds, report } from '../support/measure.mjs';

let notes = [];

/** Two turns of one session at once: one ends while a request of the other goes on. */
const overlapTurns = (endsSooner) => (tracer) => {
  const turns = [startTurn(tracer), startTurn(tracer)];
  const goesOn = turns[1 - endsSooner];
  const request = startRequest(tracer, goesOn);
  turns[endsSooner].end();
  notes = [
    `- the turn that goes on was ended: ${goesOn.ended}`,
    `- its request was ended: ${request.ended}`,
  ];
  request.end();
  goesOn.end();
};

const inSession = (play) => (tracer) => withSession(SESSION, () => play(tracer));

const ways = {
  absent: { processors: () => [] },
  'in spanProcessors': { processors: (sessions) => [sessions.spanProcessor] },
  'in spanProcessors and idGenerator': {
    processors: (sessions) => [sessions.spanProcessor],
    idGenerator: (sessions) => sessions.idGenerator.over(countingIds()),
  },
  'attached afterwards': { processors: () => [], attach: true },
};
for (const [what, play] of [
  ['turns one after the other', takeTwoTurns],
  ['turns at once, the first ends sooner', overlapTurns(0)],
  ['turns at once, the second ends sooner', overlapTurns(1)],
]) {
  for (const [way, { processors, idGenerator, attach }] of Object.entries(ways)) {
    notes = [];
    const sessions = createSessionTracing(OPTIONS);
    const exporter = new InMemorySpanExporter();
    registerOTel({
      serviceName: 'agent',
      instrumentations: [],
      propagators: [],
      autoDetectResources: false,
      idGenerator: idGenerator?.(sessions) ?? countingIds(),
      spanProcessors: [...processors(sessions), new SimpleSpanProcessor(exporter)],
    });
    const provider = trace.getTracerProvider().getDelegate();
    if (attach) {
      attachSessionTracing(provider, sessions);
    }
    await report(`@vercel/otel, ours ${way}, ${what}`, {
      provider,
      play: inSession(play),
      exported: () => exporter.getFinishedSpans(),
      notes: () => [`- traces that it still holds: ${heldBy(provider)}`, ...notes],
    });
  }
}

function heldBy(provider) {
  const own = provider._activeSpanProcessor._spanProcessors.find(({ rootSpanIds }) => rootSpanIds);
  return own.rootSpanIds.size;
}
