/** Sessions of one turn each, whose roots are told apart in one way or another. */
import { trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resources } from '@opentelemetry/sdk-node';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import {
  SessionTraceSpanProcessor,
  withSession,
  type SessionTracingOptions,
} from 'otel-session-trace';

import { sessionIds, titleOf, type Style } from './styles.js';

const { style, endpoint } = JSON.parse(process.argv[2] ?? '') as {
  readonly style: Style;
  readonly endpoint: string;
};

const DESCRIBE: Readonly<Record<Style, NonNullable<SessionTracingOptions['sessionSpan']>>> = {
  'left-alone': () => ({}),
  'titled-by-attribute': (id) => ({
    attributes: { 'openinference.span.kind': 'CHAIN', 'session.title': titleOf(id) },
  }),
  'named-each': (id) => ({ name: titleOf(id) }),
};
const provider = new NodeTracerProvider({
  resource: resources.resourceFromAttributes({
    'service.name': style,
    'openinference.project.name': style,
  }),
  spanProcessors: [
    new SessionTraceSpanProcessor({ sessionId: () => undefined, sessionSpan: DESCRIBE[style] }),
    new BatchSpanProcessor(new OTLPTraceExporter({ url: `${endpoint}/v1/traces` })),
  ],
});
provider.register();
for (const id of sessionIds(style)) {
  withSession(id, () => {
    trace.getTracer('agent').startSpan('interaction').end();
  });
}
await provider.shutdown();
