import { setTimeout as sleep } from 'node:timers/promises';
import { trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { createSessionTracing, fromBaggage, withSession } from 'otel-session-trace';

/** The tracing of one process. */
export function startTracing(options = { sessionId: fromBaggage('session.id') }) {
  const sessions = createSessionTracing(options);
  const provider = new NodeTracerProvider({
    spanProcessors: [sessions.spanProcessor, new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  provider.register();
  return provider;
}

/** Runs something in a span. */
export function traced(name, run, options = {}) {
  return trace.getTracer('test').startActiveSpan(name, options, async (span) => {
    try {
      return await run();
    } finally {
      span.end();
    }
  });
}

/** Two sessions at once, each with a turn that uses a tool twice; `openTool` makes the tool, once in each session. */
export async function converseInTwoSessions(openTool) {
  const converse = async () => {
    const useTool = await openTool();
    await traced('interaction', async () => {
      await traced('tool', useTool);
      await traced('tool', useTool);
    });
  };
  await Promise.all(['A', 'B'].map((sessionId) => withSession(sessionId, converse)));
}

/** What is done in another process for a tool: some work, a turn of an agent there, and a span that lost its parent. */
export async function work() {
  await traced('work', rest);
  await traced('interaction', rest);
  await traced('lost', rest, { root: true });
}

// Spans that start within one millisecond have no order.
function rest() {
  return sleep(3);
}
