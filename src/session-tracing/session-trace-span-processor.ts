import type { Context } from '@opentelemetry/api';
import type { SessionTracingOptions } from '../options/options.js';
import { describeValue } from '../diagnostics/describe-value.js';
import { engineFor, type Engine } from './parts.js';
import { markOf } from '../sessions/mark.js';
import { RegistrationCheck } from './registration-check.js';
import type { SessionTracing } from './create-session-tracing.js';
import { SpanPlacement } from '../placement/span-placement.js';
import type { EndedSpan, StartedSpan } from '../sdk/span.js';

// `Symbol.for`, so that the CJS and the ESM copy of this package know each other's.
const PROCESSOR = Symbol.for('otel-session-trace.processor.v1');

/** Whether a span processor is one of this package's. */
export function isSessionTraceSpanProcessor(processor: unknown): boolean {
  return (processor as { readonly [PROCESSOR]?: true } | null | undefined)?.[PROCESSOR] === true;
}

/**
 * Puts every span of a session into the session's trace, under one root. Register it as the first
 * span processor of a tracer provider: those before it see the trace id that the SDK made.
 *
 * It follows the SDK's `SpanProcessor` interface of SDK 1, 2 and 3. Its hooks never throw and never
 * wait; it buffers nothing, so `forceFlush` has nothing to do.
 *
 * @example
 * ```ts
 * const provider = new NodeTracerProvider({
 *   spanProcessors: [
 *     new SessionTraceSpanProcessor({ sessionId: () => runtime.sessionId }),
 *     new BatchSpanProcessor(new OTLPTraceExporter()),
 *   ],
 * });
 * provider.register();
 * ```
 */
export class SessionTraceSpanProcessor {
  readonly #engine: Engine;
  readonly #placement: SpanPlacement;
  readonly #registration: RegistrationCheck;
  #shutDown = false;

  /** Only there when the end of a span may tell its session: the SDK asks each processor for it. */
  readonly onEnding?: (span: StartedSpan) => void;

  /**
   * @param options - the options, or a `SessionTracing` whose state it shares
   * @throws TypeError when an option is wrong; the message names the option, what it should be, and
   * what it is
   */
  constructor(options: SessionTracingOptions | SessionTracing) {
    Object.defineProperty(this, PROCESSOR, { value: true });
    this.#engine = engineFor(options);
    this.#placement = new SpanPlacement(this.#engine);
    this.#registration = new RegistrationCheck(this.#engine.notices);
    if (this.#engine.placer.endMayTell) {
      this.onEnding = (span) => {
        this.#atEnd(span);
      };
    }
  }

  onStart(span: StartedSpan, parentContext: Context): void {
    // The exporter behind us is shut down after us, and may make a root for what it still held.
    if (this.#shutDown && this.#engine.roots.traceInTheMaking === undefined) {
      return;
    }
    try {
      this.#placement.start(span, parentContext);
      if (!this.#registration.done) {
        this.#checkRegistration(span);
        this.#engine.metrics.begin();
      }
    } catch (error) {
      this.#failed(error);
    }
  }

  onEnd(span: EndedSpan): void {
    if (this.#shutDown) {
      return;
    }
    try {
      this.#placement.end(span);
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Resolves at once: nothing is buffered here. */
  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  /** From now on spans are left as they are. Sessions are not ended: that is `endSession`. */
  shutdown(): Promise<void> {
    this.#shutDown = true;
    return Promise.resolve();
  }

  #atEnd(span: StartedSpan): void {
    if (this.#shutDown) {
      return;
    }
    try {
      this.#placement.ending(span);
    } catch (error) {
      this.#failed(error);
    }
  }

  #checkRegistration(span: StartedSpan): void {
    // A second processor of ours, which steps aside, has nothing to say about the order.
    const placedHere = markOf(span.spanContext())?.owner === this.#engine.owner;
    this.#registration.check(placedHere ? this : undefined, span);
  }

  #failed(error: unknown): void {
    this.#engine.counters.unwritableSpans++;
    this.#engine.notices.warnOnce(
      'hook failed',
      `a span was left as it was: ${describeValue(error)}.`,
    );
  }
}
