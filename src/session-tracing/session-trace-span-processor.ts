import type { Context } from '@opentelemetry/api';
import type { Notices } from '../diagnostics/notices.js';
import type { Counters } from '../metrics/counters.js';
import type { SelfMetrics } from '../metrics/self-metrics.js';
import type { SessionTracingOptions } from '../options/options.js';
import type { Following } from '../placement/following.js';
import type { Lifetime } from '../placement/lifetime.js';
import type { SamplerPlan } from '../placement/sampler-plan.js';
import type { SpanEnd } from '../placement/span-end.js';
import type { StartPlacing } from '../placement/start-placing.js';
import type { Tally } from '../placement/tally.js';
import { noteSpan } from '../propagation/use-of-with-session.js';
import type { SessionRoots } from '../roots/session-roots.js';
import type { AnySpanProcessor } from '../sdk/span-processor.js';
import type { EndedSpan, StartedSpan } from '../sdk/span.js';
import type { Mark } from '../sessions/mark.js';
import { markOf } from '../sessions/marked-context.js';
import type { Session } from '../sessions/session.js';
import { stampSpan } from '../spans/stamp-span.js';
import { brandProcessor } from './processor-brand.js';
import { lookAtExit } from './never-reached.js';
import { PROCESSOR_AS_EXPORTER, SECOND_PROCESSOR, answerAsExporter } from './misplaced.js';
import { RegistrationCheck } from './registration-check.js';
import type { SessionTracing } from './session-tracing.js';
import { partsOf, sharesParts } from './shared-parts.js';

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
export class SessionTraceSpanProcessor implements AnySpanProcessor {
  readonly #following: Following;
  readonly #samplerPlan: SamplerPlan;
  readonly #startPlacing: StartPlacing;
  readonly #roots: SessionRoots;
  readonly #tally: Tally;
  readonly #spanEnd: SpanEnd;
  readonly #registration: RegistrationCheck;
  readonly #lifetime: Lifetime;
  readonly #metrics: SelfMetrics;
  readonly #counters: Counters;
  readonly #notices: Notices;
  #shutDown = false;

  /** Only there when the end of a span may tell its session: the SDK asks each processor for it. */
  readonly onEnding?: (span: StartedSpan) => void;

  /**
   * @param options - the options, or a `SessionTracing` whose state it shares
   * @throws TypeError when an option is wrong; the message names the option, what it should be, and
   * what it is
   */
  constructor(options: SessionTracingOptions | SessionTracing) {
    const parts = partsOf(options);
    this.#following = parts.following;
    this.#samplerPlan = parts.samplerPlan;
    this.#startPlacing = parts.startPlacing;
    this.#roots = parts.roots;
    this.#tally = parts.tally;
    this.#spanEnd = parts.spanEnd;
    this.#registration = new RegistrationCheck(parts);
    this.#lifetime = parts.lifetime;
    this.#metrics = parts.metrics;
    this.#counters = parts.counters;
    this.#notices = parts.notices;
    if (this.#spanEnd.mayTell) {
      this.onEnding = (span) => {
        this.#attempt(() => {
          this.#spanEnd.comes(span);
        });
      };
    }
    brandProcessor(this);
    answerAsExporter(this, parts.notices, PROCESSOR_AS_EXPORTER);
    if (!sharesParts(options)) {
      lookAtExit(parts.notices);
    }
  }

  onStart(span: StartedSpan, parentContext: Context): void {
    const mark =
      this.#samplerPlan.isThere || this.#shutDown
        ? undefined
        : this.#following.markFollower(span, parentContext);
    try {
      if (mark === undefined) {
        this.#place(span, parentContext);
      } else {
        this.#welcome(span, mark, mark.session);
      }
    } catch (error) {
      this.#failed(error);
    }
  }

  onEnd(span: EndedSpan): void {
    if (this.#spanEnd.matters) {
      this.#attempt(() => {
        this.#spanEnd.came(span);
      });
    }
  }

  /** Resolves at once: nothing is buffered here. */
  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  /** From now on spans are left as they are. Sessions are not ended: that is `endSession`. */
  shutdown(): Promise<void> {
    this.#shutDown = true;
    this.#lifetime.end(this);
    if (this.#lifetime.isOver) {
      this.#metrics.end();
    }
    return Promise.resolve();
  }

  #place(span: StartedSpan, parentContext: Context): void {
    // The exporter behind us is shut down after us, and may make a root for what it still held.
    if (this.#shutDown && !this.#roots.isMakingOne) {
      this.#registration.lookAfterShutdown(span);
      return;
    }
    const own = span.spanContext();
    if (markOf(own) === undefined) {
      const mark = this.#startPlacing.place(span, own, parentContext);
      if (mark?.session !== undefined) {
        this.#welcome(span, mark, mark.session);
      }
    } else {
      this.#notices.warnOnce('second', SECOND_PROCESSOR);
    }
    if (!this.#registration.done && !this.#shutDown) {
      this.#lifetime.begin(this);
      noteSpan();
      this.#metrics.beginWithSpan();
      this.#registration.look(this, span);
    }
  }

  /** A span has got its place: it is counted there, and stamped. */
  #welcome(span: StartedSpan, mark: Mark, session: Session): void {
    this.#tally.add(mark, session);
    if (session.stamp.length > 0) {
      stampSpan(span, session.stamp);
    }
  }

  #attempt(step: () => void): void {
    if (this.#shutDown) {
      return;
    }
    try {
      step();
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    this.#counters.unwritableSpans++;
    this.#notices.warnOnce(
      'hook failed',
      `a span was left as it was: ${this.#notices.describe(error)}.`,
    );
  }
}
