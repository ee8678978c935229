import { ROOT_CONTEXT, SpanKind, trace, type Context, type Span } from '@opentelemetry/api';
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
  type ReadableSpan,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-node';
import {
  createSessionTracing,
  fromAttributes,
  type HoldingOptions,
  type SessionTracing,
  type SessionTracingOptions,
} from '../../src/index.js';
import { findProblems } from '../../examples/support/well-formed.js';
import { received } from './received.js';
import { captureWarnings } from './recording.js';
import { renderSessions } from './render-sessions.js';

/** A real provider whose exporter is behind ours, for sessions told at the end of spans. */
export interface LateRecording {
  readonly provider: NodeTracerProvider;
  readonly sessions: SessionTracing;
  /** Our exporter alone. */
  readonly exporter: ReturnType<SessionTracing['exporter']>;
  readonly exported: readonly ReadableSpan[];
  readonly warnings: readonly string[];
  start(name: string, parent?: Span | Context, kind?: SpanKind): Span;
  /** Ends a span whose attributes tell its session only now. */
  end(span: Span, session?: string): void;
  tree(): string;
}

/** A provider whose exporter is behind ours; spans are exported as they end. */
export function recordLate(
  options: Partial<SessionTracingOptions> = {},
  holding: HoldingOptions = {},
  delegate: SpanExporter = new InMemorySpanExporter(),
): LateRecording {
  const warnings = captureWarnings();
  const sessions = createSessionTracing({ sessionId: fromAttributes('session.id'), ...options });
  const exporter = sessions.exporter(delegate, holding);
  const provider = new NodeTracerProvider({
    spanProcessors: [sessions.spanProcessor, new SimpleSpanProcessor(exporter)],
  });
  provider.register();
  const tracer = provider.getTracer('test');
  const exported = (): readonly ReadableSpan[] =>
    delegate instanceof InMemorySpanExporter ? delegate.getFinishedSpans() : [];
  const started: string[] = [];
  return {
    provider,
    sessions,
    exporter,
    warnings,
    get exported() {
      return exported();
    },
    start(name, parent = ROOT_CONTEXT, kind = SpanKind.INTERNAL) {
      const from = 'spanContext' in parent ? trace.setSpan(ROOT_CONTEXT, parent) : parent;
      const span = tracer.startSpan(name, { kind }, from);
      started.push(span.spanContext().spanId);
      return span;
    },
    end(span, session) {
      if (session !== undefined) {
        span.setAttribute('session.id', session);
      }
      span.end();
    },
    tree: () =>
      renderSessions(
        exported().map((span) => received(span, started.indexOf(span.spanContext().spanId))),
      ),
  };
}

/** The names of what was exported, sorted. */
export function names({ exported }: LateRecording): readonly string[] {
  return exported.map(({ name }) => name).sort();
}

/** What is wrong with what was exported, in words. */
export function problemsOf({ exported }: LateRecording): readonly string[] {
  return findProblems(exported.map((span, index) => received(span, index)));
}
