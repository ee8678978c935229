/** A program: sends three spans to where the standard environment variables of OTLP say. */
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

const elsewhere = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 };

const provider = new NodeTracerProvider({
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
});
const tracer = provider.getTracer('runtime');

const root = tracer.startSpan('root', {
  kind: SpanKind.SERVER,
  startTime: [1_700_000_000, 123_456_789],
  attributes: { text: 'é', count: 3, ratio: 0.5, yes: true, list: ['a', 'b'] },
  links: [{ context: elsewhere, attributes: { why: 'because' } }],
});
const child = tracer.startSpan('child', {}, trace.setSpan(ROOT_CONTEXT, root));
child.setStatus({ code: SpanStatusCode.ERROR, message: 'broken' });
child.end();
root.end([1_700_000_001, 0]);

const remoteParent = trace.setSpanContext(ROOT_CONTEXT, { ...elsewhere, isRemote: true });
tracer.startSpan('entry', {}, remoteParent).end();

await provider.shutdown();
