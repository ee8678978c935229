/** One process of a chat that outlives its processes: takes two turns of the session and ends. */
import { setTimeout as sleep } from 'node:timers/promises';

import { trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { SessionTraceSpanProcessor, withSession, type SessionRootMode } from 'otel-session-trace';

/** What a process of the chat is told. */
export interface ChatStart {
  readonly sessionId: string;
  readonly sessionRoot: SessionRootMode;
  /** An earlier process took turns of this session; any runtime that can resume knows. */
  readonly resumed: boolean;
  readonly turns: readonly string[];
}

const { sessionId, sessionRoot, resumed, turns } = JSON.parse(process.argv[2] ?? '') as ChatStart;

const provider = new NodeTracerProvider({
  spanProcessors: [
    new SessionTraceSpanProcessor({ sessionId: () => undefined, sessionRoot }),
    // Sends to where the standard environment variables of OTLP say.
    new BatchSpanProcessor(new OTLPTraceExporter()),
  ],
});
provider.register();

await withSession({ sessionId, resumed }, async () => {
  for (const turn of turns) {
    await traced('interaction', turn, () => traced('llm_request', turn, () => sleep(3)));
  }
});

await provider.shutdown();

function traced(name: string, prompt: string, run: () => Promise<void>): Promise<void> {
  const attributes = { prompt };
  return trace.getTracer('chat').startActiveSpan(name, { attributes }, async (span) => {
    await run();
    span.end();
  });
}
