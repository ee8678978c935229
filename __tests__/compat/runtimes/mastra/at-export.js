import { createSessionTracing, fromAttributes } from 'otel-session-trace';

const sessions = createSessionTracing({
  sessionId: fromAttributes('gen_ai.conversation.id'),
  interaction: 'invoke_agent *',
});

// In the settings of `OtelExporter`, beside `provider`: `exporter: placed(new OTLPTraceExporter())`.
export const placed = (exporter) => sessions.exporter(exporter);
