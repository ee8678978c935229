import { context, diag, propagation, trace, type Tracer } from '@opentelemetry/api';
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
  type IdGenerator,
  type NodeTracerConfig,
  type ReadableSpan,
  type Sampler,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import {
  createSessionTracing,
  type SessionTracing,
  type SessionTracingOptions,
} from '../../src/index.js';
import { findProblems } from '../../examples/support/well-formed.js';
import type { ReceivedSpan } from '../../examples/support/received-span.js';
import { received } from './received.js';
import { renderSessions } from './render-sessions.js';

/** What a recording is set up with, beside the options of the package. */
export interface RecordingSetup extends Pick<NodeTracerConfig, 'spanLimits'> {
  /** The sampler, or one made from ours. */
  readonly sampler?: Sampler | ((sessions: SessionTracing) => Sampler);
  /** The id generator, or one made from ours. Default: one that counts. */
  readonly idGenerator?: IdGenerator | ((sessions: SessionTracing) => IdGenerator);
  /** Processors that run before ours. */
  readonly before?: readonly SpanProcessor[];
  /** False leaves the provider unregistered. Default true. */
  readonly register?: boolean;
}

/** A real provider with the package on it, and what it exported. */
export interface Recording {
  readonly tracer: Tracer;
  readonly provider: NodeTracerProvider;
  readonly sessions: SessionTracing;
  /** What `diag` heard at level warning or above. */
  readonly warnings: readonly string[];
  /** The spans exported so far, in the order in which they started. */
  spans(): readonly ReceivedSpan[];
  /** The exported span of that name; the test fails if there is not exactly one. */
  span(name: string): ReceivedSpan;
  /** All traces as text; trace ids that a session determines are shown as `session <id>`. */
  tree(): string;
  /** What is wrong with the traces, in words. */
  problems(): readonly string[];
}

/** Starts a recording; `stopRecording` in `afterEach` takes it down. */
export function record(
  options: SessionTracingOptions,
  { before = [], register = true, sampler, idGenerator, ...config }: RecordingSetup = {},
): Recording {
  const warnings = captureWarnings();
  const exporter = new InMemorySpanExporter();
  const startOrder = new Map<string, number>();
  const sessions = createSessionTracing(options);
  const provider = new NodeTracerProvider({
    ...config,
    ...(sampler === undefined
      ? {}
      : { sampler: typeof sampler === 'function' ? sampler(sessions) : sampler }),
    idGenerator:
      typeof idGenerator === 'function'
        ? idGenerator(sessions)
        : (idGenerator ?? countingIdGenerator()),
    spanProcessors: [
      ...before,
      sessions.spanProcessor,
      noteStart((span) => startOrder.set(keyOf(span), startOrder.size)),
      new SimpleSpanProcessor(exporter),
    ],
  });
  if (register) {
    provider.register();
  }
  const spans = (): readonly ReceivedSpan[] =>
    exporter
      .getFinishedSpans()
      .map((span) => received(span, startOrder.get(keyOf(span)) ?? -1))
      .sort((a, b) => Number(a.startTimeUnixNano - b.startTimeUnixNano));
  return {
    tracer: provider.getTracer('test'),
    provider,
    sessions,
    warnings,
    spans,
    span(name) {
      const [found, ...others] = spans().filter((span) => span.name === name);
      if (found === undefined || others.length > 0) {
        throw new Error(`Expected exactly one span ${name}, got:\n${renderSessions(spans())}`);
      }
      return found;
    },
    tree: () => renderSessions(spans()),
    problems: () => findProblems(spans()),
  };
}

/** Takes down what `record` registered globally. */
export function stopRecording(): void {
  trace.disable();
  context.disable();
  propagation.disable();
  diag.disable();
}

/** What `diag` hears from now on at level warning or above; `stopRecording` ends it. */
export function captureWarnings(): string[] {
  const warnings: string[] = [];
  const note = (message: string): void => {
    warnings.push(message);
  };
  const ignore = (): void => undefined;
  diag.setLogger(
    { error: note, warn: note, info: ignore, debug: ignore, verbose: ignore },
    { suppressOverrideMessage: true },
  );
  return warnings;
}

function noteStart(note: (span: ReadableSpan) => void): SpanProcessor {
  return {
    onStart: note,
    onEnd: () => undefined,
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}

/** Ids that count up, so that a failing test shows the same ids each time. */
function countingIdGenerator(): IdGenerator {
  let spans = 0;
  let traces = 0;
  return {
    generateSpanId: () => (++spans).toString(16).padStart(16, '0'),
    generateTraceId: () => `f${(++traces).toString(16).padStart(31, '0')}`,
  };
}

function keyOf(span: ReadableSpan): string {
  const { traceId, spanId } = span.spanContext();
  return `${traceId}-${spanId}`;
}
