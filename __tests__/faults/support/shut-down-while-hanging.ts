/* Shuts a provider down, at the top level of a module, whose exporter answers nothing. */
import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { createSessionTracing, fromAttributes } from '../../../src/index.js';

const sessions = createSessionTracing({ sessionId: fromAttributes('session.id') });
const provider = new NodeTracerProvider({
  spanProcessors: [
    sessions.spanProcessor,
    new SimpleSpanProcessor(
      sessions.exporter(
        {
          export: () => undefined,
          shutdown: () => new Promise<void>(() => undefined),
        },
        { exportTimeoutMillis: 50 },
      ),
    ),
  ],
});
const tracer = provider.getTracer('test');
tracer
  .startSpan('held', {}, trace.setSpan(ROOT_CONTEXT, tracer.startSpan('open', {}, ROOT_CONTEXT)))
  .end();
await provider.shutdown();
process.stdout.write('shut down\n');
