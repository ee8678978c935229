import type { Context, Span, SpanContext } from '@opentelemetry/api';
import type { Explanation } from '../explain/explanation.js';
import type { HoldingOptions } from '../export/holding-options.js';
import type { LogToSpanOptions } from '../logs/log-to-span-options.js';
import type { Counters } from '../metrics/counters.js';
import type { SessionIdGenerator } from '../sampling/session-id-generator.js';
import type { SessionLogProcessor } from '../sdk/log-record.js';
import type { AnySampler } from '../sdk/sampler.js';
import type { AnySpanExporter } from '../sdk/span-exporter.js';
import type { AnySpanProcessor } from '../sdk/span-processor.js';

/** What has happened so far, and how many sessions are held now. */
export interface SessionTracingStats extends Readonly<Counters> {
  /** Sessions held now: seen, and neither ended nor evicted. */
  readonly liveSessions: number;
}

/** All the pieces that share the state of one set of options. */
export interface SessionTracing {
  /**
   * The span processor: register it first on the tracer provider.
   *
   * @example
   * ```ts
   * new NodeTracerProvider({
   *   spanProcessors: [sessions.spanProcessor, new BatchSpanProcessor(exporter)],
   * });
   * ```
   */
  readonly spanProcessor: AnySpanProcessor;

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
   *
   * @example
   * ```ts
   * new NodeTracerProvider({
   *   idGenerator: sessions.idGenerator,
   *   spanProcessors: [sessions.spanProcessor, new BatchSpanProcessor(exporter)],
   * });
   * ```
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
   * It does not need the span processor: spans that this one never saw (of another provider, of none, handed in by a
   * runtime's own exporter) are placed in the same way, under a root that the exporter makes of itself, with the scope
   * and the resource of the first span. The live ids stay what they are, so headers that went out and logs keep them.
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
   *
   * @example
   * ```ts
   * setInterval(() => context.with(sessions.sessionContext('my-session'), main), 60_000);
   * ```
   */
  sessionContext(sessionId: string, context?: Context): Context;

  /**
   * The session id of the active span, whoever named it: `withSession`, the span's parent or the resolver. For log lines,
   * and to hand on: `withSession(sessions.sessionOf(), fn)`. Unlike `getSession`, which knows what `withSession` said and
   * no more. Where `withSession` was called inside the span, it is that session: spans started now are in it.
   *
   * @param context - the context to look at; the active one when left out
   * @returns undefined where no span is active that is in a session, and no `withSession` names one
   *
   * @example
   * ```ts
   * console.log(`[${sessions.sessionOf() ?? 'no session'}] tool started`);
   * ```
   */
  sessionOf(context?: Context): string | undefined;

  /**
   * The trace id of a session, or of a bounded trace inside it, for log lines and links to a viewer.
   *
   * @param key - the trace's key, or a turn's interaction id
   * @throws TypeError when session id or key is empty, over 256 characters, or not text
   *
   * @example
   * ```ts
   * console.log(`https://viewer.example/trace/${sessions.traceId('my-session')}`);
   * ```
   */
  traceId(sessionId: string, key?: string): string;

  /**
   * Says that a session is over: exports one closing span under its root (duration, turns, spans,
   * reason) and forgets the session. Spans that are still open go on in its trace.
   *
   * @returns whether the session was held; false, and nothing is exported, when it was never seen, was
   * evicted, or has been ended
   *
   * @example
   * ```ts
   * sessions.endSession('my-session', { reason: 'logout' });
   * ```
   */
  endSession(sessionId: string, options?: { readonly reason?: string }): boolean;

  /**
   * Which session a span is in, who named it or why nobody did, where the span went and why: in words and as data. With
   * the option `explain: true`; without it, the session alone. Where `derivation` is not the public one, session ids are
   * left out.
   *
   * @param subject - a span, running or ended, its span context, or a context with one; the active context when left out
   *
   * @example
   * ```ts
   * console.log(sessions.explain().text);
   * ```
   */
  explain(subject?: Span | SpanContext | Context): Explanation;

  /**
   * Counters since the start, as a snapshot.
   *
   * @example
   * ```ts
   * const { sessionUntold, spansPlaced, liveSessions } = sessions.stats();
   * console.log(`${spansPlaced} placed, ${sessionUntold} without a session, ${liveSessions} sessions`);
   * ```
   */
  stats(): SessionTracingStats;
}
