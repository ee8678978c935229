import type { HrTime, Tracer } from '@opentelemetry/api';
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
  type ReadableSpan,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import {
  createSessionTracing,
  type SessionTracing,
  type SessionTracingOptions,
} from '../../../src/index.js';

/** A real provider whose spans were made by tracers of many names. */
export interface ScopeRecording {
  readonly provider: NodeTracerProvider;
  readonly sessions: SessionTracing;
  exported(): readonly ReadableSpan[];
}

/**
 * @param passes - whether the processor that exports takes a span
 * @param between - a processor between ours and that one
 */
export function recordScopes(
  options: SessionTracingOptions,
  passes: (span: ReadableSpan) => boolean = () => true,
  between?: (tracer: () => Tracer) => SpanProcessor,
): ScopeRecording {
  const sessions = createSessionTracing(options);
  const exporter = new InMemorySpanExporter();
  const exporting = new SimpleSpanProcessor(exporter);
  const provider: NodeTracerProvider = new NodeTracerProvider({
    spanProcessors: [
      sessions.spanProcessor,
      ...(between === undefined ? [] : [between(() => provider.getTracer('between'))]),
      {
        onStart: () => undefined,
        onEnd: (span) => {
          if (passes(span)) {
            exporting.onEnd(span);
          }
        },
        forceFlush: () => exporting.forceFlush(),
        shutdown: () => exporting.shutdown(),
      },
    ],
  });
  provider.register();
  return { provider, sessions, exported: () => exporter.getFinishedSpans() };
}

/** What was exported, with the name of the scope of each span. */
export function scopesOf(recording: ScopeRecording): readonly string[] {
  return recording
    .exported()
    .map(({ name, instrumentationScope }) => `${name}: ${instrumentationScope.name}`);
}

/** How many nanoseconds a span lasted. */
export function nanosOf({ duration: [seconds, nanos] }: { readonly duration: HrTime }): number {
  return seconds * 1_000_000_000 + nanos;
}
