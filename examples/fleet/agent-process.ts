/** One of the processes that take turns in each session, at the time that the schedule says. */
import { setTimeout as sleep } from 'node:timers/promises';

import { ROOT_CONTEXT, SpanStatusCode, context, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { SessionTraceSpanProcessor, withSession, type SessionRootMode } from 'otel-session-trace';

import { turnTime, type FleetSession } from './sessions.js';

/** What a process of the fleet is told. */
export interface FleetAgentStart {
  readonly endpoint: string;
  /** Which of the processes this one is, from 0. */
  readonly index: number;
  /** When the workload begins, in milliseconds since the epoch. */
  readonly startAt: number;
  readonly sessions: readonly FleetSession[];
  /** Undefined: without this package. */
  readonly tracing?: {
    readonly traceScope: 'session' | 'interaction';
    readonly sessionRoot: SessionRootMode;
  };
}

/** Longer than a busy machine takes: what is asked is what the collectors lose, not what the agents do. */
const EXPORT_MILLIS = 60_000;

const { endpoint, index, startAt, sessions, tracing } = JSON.parse(
  process.argv[2] ?? '',
) as FleetAgentStart;

const provider = new NodeTracerProvider({
  spanProcessors: [
    ...(tracing ? [new SessionTraceSpanProcessor({ sessionId: () => undefined, ...tracing })] : []),
    new BatchSpanProcessor(
      new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, timeoutMillis: EXPORT_MILLIS }),
      {
        exportTimeoutMillis: EXPORT_MILLIS,
        maxQueueSize: 20_000,
        scheduledDelayMillis: 500,
      },
    ),
  ],
});
provider.register();
const tracer = trace.getTracer('agent');

await Promise.all(
  sessions.map(async (session) => {
    await sleep(startAt + turnTime(session, index) - Date.now());
    await withSession(session.id, () => takeTurn(session));
  }),
);
await provider.shutdown();

async function takeTurn({ id, fails }: FleetSession): Promise<void> {
  const attributes = { 'fleet.session': id, 'session.id': id };
  const traced = async (name: string, inside?: () => Promise<void>): Promise<void> => {
    await tracer.startActiveSpan(name, { attributes }, async (span) => {
      await sleep(2);
      await inside?.();
      if (fails && index === 2 && name === 'tool') span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    });
  };
  // A hook whose author passed no context on: nothing but the session holds it to the turn.
  const hook = tracer.startSpan('hook', { attributes }, lostContext());
  hook.end();
  await traced('interaction', async () => {
    await traced('llm_request');
    await traced('tool', () => traced('tool.execution'));
    await traced('llm_request');
  });
}

/** The active context without its span. */
function lostContext(): typeof ROOT_CONTEXT {
  return trace.deleteSpan(context.active());
}
