import { AsyncLocalStorage } from 'node:async_hooks';
import {
  SpanKind,
  SpanStatusCode,
  context,
  trace,
  type Context,
  type SpanContext,
} from '@opentelemetry/api';
import type { Notices } from '../diagnostics/notices.js';
import { forSpanOfRecord } from '../placement/made-of-record.js';
import type { Planner } from '../placement/planner.js';
import { setSession } from '../propagation/with-session.js';
import type { Tracers } from '../roots/tracers.js';
import { Mark } from '../sessions/mark.js';
import { markOf } from '../sessions/marked-context.js';
import type { EmittedLogRecord, SessionLogProcessor } from '../sdk/log-record.js';
import { isTracingSuppressed } from '../sdk/suppress-tracing.js';
import type { ResolvedLogToSpan } from './log-to-span-options.js';
import { asSpanStart, spanOf } from './record-span.js';
import { spanOfRecord } from './span-of-record.js';

const NOT_CARRIED =
  'log records became spans on a tracer provider that does not carry this span processor: they are not ' +
  'exported. Pass `tracerProvider: () => provider` with the provider that does.';

/**
 * Makes a span of each log record, for backends that take traces only: in the session's trace, under the span
 * that the record was emitted in, or else under its turn or the session root.
 */
export class LogToSpanProcessor implements SessionLogProcessor {
  readonly #owner: object;
  readonly #planner: Planner;
  readonly #tracers: Tracers;
  readonly #notices: Notices;
  readonly #options: ResolvedLogToSpan;
  /**
   * Set while a span of ours is made and in all that comes of it, such as the timer of a batch and its export:
   * what is logged there must not become a span, which would be exported, and so on without end. The
   * context's own flag is not enough: exporters leave their context, and report failures outside of it.
   */
  readonly #making = new AsyncLocalStorage<true>();
  #shutDown = false;

  constructor(
    owner: object,
    planner: Planner,
    tracers: Tracers,
    notices: Notices,
    options: ResolvedLogToSpan,
  ) {
    this.#owner = owner;
    this.#planner = planner;
    this.#tracers = tracers;
    this.#notices = notices;
    this.#options = options;
  }

  onEmit(record: EmittedLogRecord, recordContext: Context = context.active()): void {
    if (
      this.#shutDown ||
      this.#making.getStore() === true ||
      isTracingSuppressed(recordContext) ||
      isTracingSuppressed(context.active())
    ) {
      return;
    }
    try {
      this.#making.run(true, () => {
        this.#makeSpan(record, recordContext);
      });
    } catch (error) {
      this.#notices.warnOnce(
        'log span failed',
        `a log record did not become a span: ${this.#notices.describe(error)}.`,
      );
    }
  }

  enabled(): boolean {
    return !this.#shutDown;
  }

  /** Resolves at once: the spans are in the queues of the tracer provider. */
  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  /** From now on records make no spans. Node no longer hands on, from await to await, that one is being made. */
  shutdown(): Promise<void> {
    this.#shutDown = true;
    this.#making.disable();
    return Promise.resolve();
  }

  #makeSpan(record: EmittedLogRecord, recordContext: Context): void {
    const under = this.#contextFor(record, recordContext);
    if (under === undefined) {
      return;
    }
    const { name, attributes, startTime, endTime, failed } = spanOfRecord(record, this.#options);
    const span = this.#tracers
      .tracer(record.instrumentationScope)
      ?.startSpan(name, { kind: SpanKind.INTERNAL, attributes, startTime }, forSpanOfRecord(under));
    if (span?.isRecording() !== true) {
      return;
    }
    // A provider that does not carry us must not export it: there it would be a trace of its own.
    if (markOf(span.spanContext())?.owner !== this.#owner) {
      this.#notices.warnOnce('log span not carried', NOT_CARRIED);
      return;
    }
    if (failed) {
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
    span.end(endTime);
  }

  /**
   * The context to start a record's span in. The span itself may lack the attributes that tell session and turn
   * (the filter took them), so the context names them. Undefined for a record that is in no session and in no
   * span: each would be a trace of its own.
   */
  #contextFor(record: EmittedLogRecord, recordContext: Context): Context | undefined {
    const span = spanOf(record);
    const plan = this.#planner.planRecord(asSpanStart(record), recordContext, span);
    const under = withSpan(recordContext, span);
    if (plan instanceof Mark) {
      return span === undefined ? undefined : under;
    }
    const { mark, interactionId } = plan;
    return mark.sessionId === undefined
      ? undefined
      : setSession(under, {
          sessionId: mark.sessionId,
          ...(interactionId === undefined ? {} : { interactionId }),
        });
  }
}

/** A context whose span is the record's, which another processor may have given to it. */
function withSpan(recordContext: Context, span: SpanContext | undefined): Context {
  if (span === undefined) {
    return trace.deleteSpan(recordContext);
  }
  return trace.getSpanContext(recordContext) === span
    ? recordContext
    : trace.setSpanContext(recordContext, span);
}
