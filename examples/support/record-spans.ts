import { context, propagation, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-node';

import { startOtlpReceiver } from './otlp-receiver.js';
import type { ReceivedSpan } from './received-span.js';

/**
 * Runs a program under a tracer provider of its own and returns what its exporter sent over HTTP.
 * `firstProcessors` stand before the exporting one, as in any application. `program` is told where the
 * spans go, for processes that it starts.
 */
export async function recordSpans(
  firstProcessors: readonly SpanProcessor[],
  program: (receiverUrl: string) => Promise<void>,
): Promise<readonly ReceivedSpan[]> {
  const receiver = await startOtlpReceiver();
  const provider = new NodeTracerProvider({
    spanProcessors: [
      ...firstProcessors,
      new BatchSpanProcessor(new OTLPTraceExporter({ url: receiver.url })),
    ],
  });
  provider.register();
  try {
    await program(receiver.url);
  } finally {
    await provider.shutdown();
    // The next recording registers its own.
    trace.disable();
    context.disable();
    propagation.disable();
    await receiver.close();
  }
  return receiver.spans;
}
