/** An agent whose sessions go wrong in as many ways as there are instruments for; it runs until it is told to end. */
import { ROOT_CONTEXT, context, trace, type Context, type Span } from '@opentelemetry/api';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { createSessionTracing, firstOf, fromAttributes, withSession } from 'otel-session-trace';

const EVERY_MILLIS = 200;
/** Fewer than there are sessions in a second. */
const MAX_SESSIONS = 3;

const sessions = createSessionTracing({
  sessionId: firstOf(fromAttributes('session.id'), ({ name }) => {
    if (name === 'resolver throws') throw new Error('No session store.');
    return name === 'id of no use' ? '' : undefined;
  }),
  maxSessions: MAX_SESSIONS,
});
const exporter = sessions.exporter({
  export: (_, answer) => {
    answer({ code: 1, error: new Error('The backend is away.') });
  },
  shutdown: () => Promise.resolve(),
});
const sdk = new NodeSDK({
  spanProcessors: [
    sessions.spanProcessor,
    new BatchSpanProcessor(exporter, { scheduledDelayMillis: EVERY_MILLIS }),
  ],
  // So that a link of ours would push out one of the user's.
  spanLimits: { linkCountLimit: 1 },
  instrumentations: [],
});
sdk.start();
const tracer = trace.getTracer('agent');

let turn = 0;
const timer = setInterval(() => {
  withSession(`session-${turn++ % (2 * MAX_SESSIONS)}`, takeTurn);
  for (const name of ['told by nobody', 'id of no use', 'resolver throws']) {
    tracer.startSpan(name).end();
  }
}, EVERY_MILLIS);
process.once('SIGTERM', () => {
  clearInterval(timer);
  void sdk.shutdown();
});

/** A turn under a stray span, with a link of its own, and a tool that lost its context. */
function takeTurn(): void {
  const stray = tracer.startSpan('poll', { root: true }, ROOT_CONTEXT);
  const links = [{ context: stray.spanContext() }];
  inside(stray, (under) => {
    const span = tracer.startSpan('interaction', { links }, under);
    tracer.startSpan('tool.execution', {}, trace.deleteSpan(context.active())).end();
    span.end();
  });
  stray.end();
}

function inside(span: Span, run: (under: Context) => void): void {
  run(trace.setSpan(context.active(), span));
}
