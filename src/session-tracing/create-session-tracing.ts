import { context, type Context } from '@opentelemetry/api';
import { refusalOf } from '../ids/usable-id.js';
import { expected } from '../diagnostics/expected.js';
import type { SessionTracingOptions } from '../options/options.js';
import { resolveHolding, type HoldingOptions } from '../export/holding-options.js';
import type { AnySpanExporter } from '../export/delivery.js';
import { SessionExporter } from '../export/session-exporter.js';
import type { SessionLogProcessor } from '../sdk/log-record.js';
import { LogToSpanProcessor } from '../logs/log-to-span-processor.js';
import { resolveLogToSpan, type LogToSpanOptions } from '../logs/log-to-span-options.js';
import { SessionLogRecordProcessor } from '../logs/session-log-record-processor.js';
import type { Counters } from '../metrics/counters.js';
import { closeSession } from './end-session.js';
import { contextInSession } from './session-context.js';
import { createEngine, sharingEngine, type Engine } from './parts.js';
import type { AnySampler } from '../sdk/sampler.js';
import { sessionIdGenerator, type SessionIdGenerator } from '../sampling/session-id-generator.js';
import { SessionSampler } from '../sampling/session-sampler.js';
import { SpanPlacement } from '../placement/span-placement.js';
import { SessionTraceSpanProcessor } from './session-trace-span-processor.js';

/** What has happened so far, and how many sessions are held now. */
export interface SessionTracingStats extends Readonly<Counters> {
  /** Sessions held now: seen, and neither ended nor evicted. */
  readonly liveSessions: number;
}

/** All the pieces that share the state of one set of options. */
export interface SessionTracing {
  /** The span processor: register it first on the tracer provider. */
  readonly spanProcessor: SessionTraceSpanProcessor;

  /**
   * A sampler that keeps or drops each session whole (each turn, where a turn has a trace of its own): it asks
   * the delegate once per trace, on the trace id that the session determines, without a parent. Spans of no
   * session are the delegate's as usual. Once a session is forgotten (`maxSessions`) the delegate is asked
   * again: only one that decides by the trace id, such as a ratio, is then bound to answer the same.
   *
   * @param delegate - any sampler of the SDK; the result has the same type
   * @throws TypeError when the delegate is not a sampler
   *
   * @example
   * ```ts
   * sessions.sampler(new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(0.1) }));
   * ```
   */
  sampler<Delegate extends AnySampler>(
    delegate: Delegate,
  ): Pick<Delegate, 'shouldSample' | 'toString'>;

  /**
   * Gives parentless spans the derived trace id before sampling, where the context's `withSession` entry or a
   * resolver that needs no span tells the session, and one trace holds the session. For providers that run
   * other processors first (`@vercel/otel`), and for spans that nobody records to carry the id too. Where
   * the span processor knows better, it decides. `idGenerator.over(own)` puts it over another generator.
   */
  readonly idGenerator: SessionIdGenerator;

  /**
   * Stamps log records with their session, and gives those that were emitted in no span the context of their turn
   * or of the session root, so that backends show them there. Register it first on the logger provider.
   *
   * @example
   * ```ts
   * new LoggerProvider({
   *   processors: [sessions.logRecordProcessor, new BatchLogRecordProcessor({ exporter: logExporter })],
   * });
   * ```
   */
  readonly logRecordProcessor: SessionLogProcessor;

  /**
   * Makes a span of each log record, for backends that take traces only: in its session's trace, under the span
   * that it was emitted in, or else under its turn or the session root. Spans are named after events, end at the
   * record's time, begin `duration_ms` earlier, and have status ERROR from severity ERROR on and with `error.type` or
   * `exception.type`, without an error text. They are made through the tracer provider, so its sampler, limits
   * and queue apply. A record of no session and in no span makes none; nor does one emitted during an export.
   *
   * @throws TypeError when an option is wrong
   *
   * @example
   * ```ts
   * new LoggerProvider({ processors: [sessions.logToSpanProcessor()] });
   * ```
   */
  logToSpanProcessor(options?: LogToSpanOptions): SessionLogProcessor;

  /**
   * An exporter before yours, for instrumentations that tell the session only by attributes set at the end of a
   * span: it holds the spans of a local trace until everything above them has ended, and exports copies placed
   * in the session that a resolver made by `fromAttributes` tells. Live spans, headers sent and logs written keep
   * the id that they had. Past a bound, at its `forceFlush` (which the SDK's batch processor does not call: call it
   * yourself) and at `shutdown`, spans go out with what is known by then.
   *
   * @param delegate - any span exporter of the SDK
   * @param options - bounds in time, spans and bytes
   * @throws TypeError when the delegate is not an exporter, or an option is wrong
   *
   * @example
   * ```ts
   * new BatchSpanProcessor(sessions.exporter(new OTLPTraceExporter()));
   * ```
   */
  exporter<Delegate extends AnySpanExporter>(
    delegate: Delegate,
    options?: HoldingOptions,
  ): Pick<Delegate, 'export' | 'shutdown'> & { forceFlush(): Promise<void> };

  /**
   * A context in a session, whose parent is the session root (made now, if need be). For work that
   * starts outside any request: timers, queues, background jobs.
   *
   * @param context - what the context is made from; the active one when left out
   * @returns a new context; with an id that cannot be one, the given context
   */
  sessionContext(sessionId: string, context?: Context): Context;

  /**
   * The trace id of a session, or of a bounded trace inside it, for log lines and links to a viewer.
   *
   * @param key - the trace's key, or a turn's interaction id
   * @throws TypeError when session id or key is empty, over 256 characters, or not text
   */
  traceId(sessionId: string, key?: string): string;

  /**
   * Says that a session is over: exports one closing span under its root (duration, turns, spans,
   * reason) and forgets the session. Spans that are still open go on in its trace.
   *
   * @returns whether the session was held; false, and nothing is exported, when it was never seen, was
   * evicted, or has been ended
   */
  endSession(sessionId: string, options?: { readonly reason?: string }): boolean;

  /** Counters since the start, as a snapshot. */
  stats(): SessionTracingStats;
}

/**
 * Makes the pieces that put each session into one trace.
 *
 * @throws TypeError when an option is wrong; the message names the option, what it should be, and what
 * it is
 *
 * @example
 * ```ts
 * const sessions = createSessionTracing({ sessionId: fromAttributes('session.id') });
 * const provider = new NodeTracerProvider({
 *   spanProcessors: [sessions.spanProcessor, new BatchSpanProcessor(exporter)],
 * });
 * ```
 */
export function createSessionTracing(options: SessionTracingOptions): SessionTracing {
  const engine = createEngine(options, Date.now);
  // All that the processor takes from a SessionTracing is the state.
  const shared = sharingEngine({}, engine) as SessionTracing;
  const tracing: SessionTracing = {
    spanProcessor: new SessionTraceSpanProcessor(shared),
    sampler: (delegate) => sessionSampler(engine, delegate),
    idGenerator: sessionIdGenerator(engine),
    logRecordProcessor: new SessionLogRecordProcessor(engine),
    logToSpanProcessor: (toSpan = {}) =>
      new LogToSpanProcessor(engine, resolveLogToSpan(toSpan, engine.guard)),
    exporter: (delegate, holding) => sessionExporter(engine, delegate, holding),
    sessionContext: (sessionId, parent = context.active()) =>
      contextInSession(engine, sessionId, parent),
    traceId: (sessionId, key) => traceIdOf(engine, sessionId, key),
    endSession: (sessionId, options) => closeSession(engine, sessionId, options?.reason),
    stats: () => Object.freeze({ ...engine.counters, liveSessions: engine.sessions.size }),
  };
  return Object.freeze(sharingEngine(tracing, engine));
}

function sessionExporter<Delegate extends AnySpanExporter>(
  engine: Engine,
  delegate: Delegate,
  holding: HoldingOptions = {},
): Pick<Delegate, 'export' | 'shutdown'> & { forceFlush(): Promise<void> } {
  const given = delegate as Partial<AnySpanExporter> | null | undefined;
  if (typeof given?.export !== 'function' || typeof given.shutdown !== 'function') {
    throw expected('delegate', 'a span exporter', delegate);
  }
  const exporter = new SessionExporter(
    engine,
    new SpanPlacement(engine),
    delegate,
    resolveHolding(holding),
  );
  // It takes and answers what the delegate takes and answers.
  return exporter;
}

function sessionSampler<Delegate extends AnySampler>(
  engine: Engine,
  delegate: Delegate,
): Pick<Delegate, 'shouldSample' | 'toString'> {
  if (typeof (delegate as Partial<AnySampler> | null | undefined)?.shouldSample !== 'function') {
    throw expected('delegate', 'a sampler', delegate);
  }
  // The answers are the delegate's own, or differ from them in the decision alone.
  return new SessionSampler(engine, delegate);
}

function traceIdOf(engine: Engine, sessionId: string, key: string | undefined): string {
  if (refusalOf(sessionId) !== undefined) {
    throw expected('sessionId', USABLE, sessionId);
  }
  if (key !== undefined && refusalOf(key) !== undefined) {
    throw expected('key', USABLE, key);
  }
  return engine.options.derivation.derive(sessionId, key).traceId;
}

const USABLE = 'a text of 1 to 256 characters without U+0000';
