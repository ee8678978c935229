import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { attachSessionTracing, createSessionTracing, fromAttributes } from '../../src/index.js';
import { holdExports } from '../../src/register/hold-exports.js';

describe('the exporter before that of a processor of the application', () => {
  it('waits for an answer as long as the application has its processor wait', async () => {
    const called: string[] = [];
    const provider = new NodeTracerProvider({
      spanProcessors: [
        new BatchSpanProcessor(
          {
            export: (spans) => {
              called.push(...spans.map(({ name }) => name));
            },
            shutdown: () => {
              called.push('shutdown');
              return Promise.resolve();
            },
          },
          { exportTimeoutMillis: 30 },
        ),
      ],
    });
    const sessions = createSessionTracing({ sessionId: fromAttributes('session.id') });
    holdExports(provider, attachSessionTracing(provider, sessions), sessions);
    const tracer = provider.getTracer('test');
    const open = trace.setSpan(ROOT_CONTEXT, tracer.startSpan('open', {}, ROOT_CONTEXT));
    tracer.startSpan('held', {}, open).end();
    await provider.forceFlush();
    await provider.shutdown();
    expect(called).toEqual(['held', 'shutdown']);
  });
});
