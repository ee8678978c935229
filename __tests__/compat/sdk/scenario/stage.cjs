'use strict';

const { ONE, countingIds } = require('./ids.cjs');

/**
 * What a scene is played on: one provider, set up as a user would set it up, and shorthands to start
 * spans on it. Whatever a scene leaves open is ended when it is over.
 */
class Stage {
  /** The session that the application takes for the current one; the resolver answers it. */
  current = ONE;
  #scene;
  #exporter;
  #spans = [];
  #notes = [];
  #warnings = 0;

  constructor(major, scene) {
    const { sdk, sessionTrace, newProvider, exportTo, attaches } = major;
    this.major = major;
    this.#scene = scene;
    this.#exporter = new sdk.InMemorySpanExporter();
    this.sessions = sessionTrace.createSessionTracing({
      sessionId: () => this.current,
      ...scene.options?.(this),
    });
    const { processors, traceIds, ...config } = scene.provider?.(this) ?? {};
    // A case about the order of processors, or the provider that makes the roots, says itself what it wants.
    const attached = attaches && processors === undefined && scene.register !== false;
    const before = attached ? () => [] : (processors ?? ((ours) => [ours]));
    this.provider = newProvider({
      sampler: new sdk.ParentBasedSampler({ root: new sdk.AlwaysOnSampler() }),
      idGenerator: countingIds(traceIds),
      ...config,
      spanProcessors: [...before(this.sessions.spanProcessor), exportTo(this.#exporter)],
    });
    if (attached) {
      sessionTrace.attachSessionTracing(this.provider, this.sessions);
    }
    this.tracer = this.provider.getTracer('scenario', '1.2.3', { schemaUrl: 'urn:scenario' });
  }

  open() {
    const { api, register } = this.major;
    const ignore = () => undefined;
    const warn = (message) =>
      (this.#warnings += message.startsWith('otel-session-trace: ') ? 1 : 0);
    api.diag.setLogger({ verbose: ignore, debug: ignore, info: ignore, warn, error: ignore });
    if (this.#scene.register !== false) {
      register(this.provider);
    }
  }

  close() {
    const { context, diag, propagation, trace } = this.major.api;
    for (const global of [context, diag, propagation, trace]) {
      global.disable();
    }
  }

  /** Starts a span, in the active context unless one is given. */
  start(name, options, context = this.major.api.context.active()) {
    const span = this.tracer.startSpan(name, options, context);
    this.#spans.push(span);
    return span;
  }

  /** Runs a function with a span active. */
  inside(span, run) {
    const { context, trace } = this.major.api;
    return context.with(trace.setSpan(context.active(), span), run);
  }

  /** Runs a function in a session. */
  inSession(session, run) {
    return this.major.sessionTrace.withSession(session, run);
  }

  /** The context in which nothing is. */
  get nowhere() {
    return this.major.api.ROOT_CONTEXT;
  }

  /** A context in which a span is active. */
  at(span, context = this.nowhere) {
    return this.major.api.trace.setSpan(context, span);
  }

  /** A context whose parent is a bare span context, as hand-written propagation makes it. */
  under(spanContext, context = this.nowhere) {
    return this.major.api.trace.setSpanContext(context, spanContext);
  }

  /**
   * A logger with processors before the one that exports: `emit` logs an event, and a line under the traces says
   * where its record went.
   */
  logger(...processors) {
    const { exportLogsTo, logs, newLoggerProvider } = this.major;
    const exporter = new logs.InMemoryLogRecordExporter();
    const logger = newLoggerProvider([...processors, exportLogsTo(exporter)]).getLogger('scenario');
    return {
      emit: (name, context) => {
        logger.emit({ attributes: { 'event.name': name }, context });
        const { attributes, spanContext } = exporter.getFinishedLogRecords().at(-1);
        const place = spanContext ? `${spanContext.traceId}-${spanContext.spanId}` : 'no span';
        this.note(`record ${name}`, `${place}  [${attributes['session.id']}]`);
      },
    };
  }

  /** Puts a line under the traces of the scene. */
  note(what, value) {
    this.#notes.push(`- ${what}: ${String(value)}`);
  }

  /** Ends what is open and answers what was exported. */
  async finish() {
    for (const span of this.#spans) {
      if (span.isRecording()) {
        span.end();
      }
    }
    return this.exported();
  }

  /** What was exported so far. */
  async exported() {
    await this.provider.forceFlush();
    return this.#exporter.getFinishedSpans();
  }

  remarks() {
    const warnings = this.#warnings === 0 ? [] : [`- warnings: ${this.#warnings}`];
    return [...this.#notes, ...warnings];
  }
}

module.exports = { Stage };
