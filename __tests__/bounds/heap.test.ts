import { ROOT_CONTEXT, trace, type Tracer } from '@opentelemetry/api';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { createSessionTracing, type SessionTracingOptions } from '../../src/index.js';
import { stopRecording } from '../support/recording.js';
import { growthOfHeap } from './support/heap.js';

afterEach(stopRecording);

/** 35 000 sessions or turns that left sixty bytes each would be more. */
const LEAK = 2_000_000;

/** A provider that exports nothing: what is kept is kept by us. */
function tracerWith(options: SessionTracingOptions): Tracer {
  const { spanProcessor } = createSessionTracing(options);
  const provider = new NodeTracerProvider({ spanProcessors: [spanProcessor] });
  provider.register();
  return provider.getTracer('test');
}

describe('the heap is as large after 40 000 as after 5 000', () => {
  it('sessions, each with one use', async () => {
    const current = { id: '' };
    const tracer = tracerWith({ sessionId: () => current.id, maxSessions: 100 });
    const growth = await growthOfHeap(5_000, 40_000, (index) => {
      current.id = `session ${index}`;
      tracer.startSpan('interaction').end();
    });
    expect(growth).toBeLessThan(LEAK);
  });

  it.each<Partial<SessionTracingOptions>>([
    { traceScope: 'interaction' },
    { traceScope: 'interaction', interactionId: 'prompt.id', nestedInteractions: 'keep' },
    { traceScope: ({ turns }) => `key ${turns}` },
    { orphans: 'open-interaction' },
  ])('turns of one session with %j', async (options) => {
    const tracer = tracerWith({ sessionId: 'A', maxSessions: 1_000, ...options });
    const growth = await growthOfHeap(5_000, 40_000, (index) => {
      const turn = tracer.startSpan('interaction', { attributes: { 'prompt.id': `${index}` } });
      tracer.startSpan('tool', {}, trace.setSpan(ROOT_CONTEXT, turn)).end();
      turn.end();
    });
    expect(growth).toBeLessThan(LEAK);
  });
});
