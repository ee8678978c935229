import {
  ROOT_CONTEXT,
  SpanKind,
  TraceFlags,
  trace,
  type Attributes,
  type HrTime,
  type Span,
  type SpanContext,
  type Tracer,
  type TracerProvider,
} from '@opentelemetry/api';
import { describeValue } from '../diagnostics/describe-value.js';
import type { Notices } from '../diagnostics/notices.js';
import type { ResolvedOptions } from '../options/options.js';
import type { Counters } from '../metrics/counters.js';
import type { SessionTrace } from '../sessions/session-trace.js';
import type { Stamp } from '../options/session-attributes.js';
import { setMark } from '../sessions/mark.js';
import { PREVIOUS_TRACE, linkTo } from '../spans/links.js';
import { DROP } from '../sdk/sampler.js';
import { clearParent, markRoot } from '../spans/move-span.js';
import type { StartedSpan } from '../sdk/span.js';

/** The instrumentation scope of the spans of our own making. */
export const SCOPE_NAME = 'otel-session-trace';

/** Attribute of the root of a rotated trace: the key that, with the session id, determines its trace id. */
const TRACE_KEY = 'otel_session_trace.trace.key';

/** A root while it is being made: from `startSpan` to our own `onStart` and back. */
interface RootInTheMaking {
  readonly sessionTrace: SessionTrace;
  /** The parent that gets the root past a parent-based sampler; our own `onStart` takes it away. */
  readonly standIn: SpanContext;
  seen: SpanContext | undefined;
}

/**
 * Makes the session roots. A parent id that nobody exports is the worst shape a trace can have, so a
 * trace has a root only when our own `onStart` saw it, recorded and sampled; otherwise it is a forest.
 */
export class SessionRoots {
  readonly #options: Pick<ResolvedOptions, 'sessionSpanOf' | 'tracerProvider'>;
  readonly #counters: Counters;
  readonly #notices: Notices;
  /** The provider that we were attached to. */
  carrier: TracerProvider | undefined = undefined;
  readonly #lateRootListeners: ((root: Span) => void)[] = [];
  #placingEnded = false;
  #inTheMaking: RootInTheMaking | undefined = undefined;

  constructor(
    options: Pick<ResolvedOptions, 'sessionSpanOf' | 'tracerProvider'>,
    counters: Counters,
    notices: Notices,
  ) {
    this.#options = options;
    this.#counters = counters;
    this.#notices = notices;
  }

  /**
   * The parent for the spans under the root of a trace: made now, in `own` and `shared` mode, if this
   * is the first of them. Undefined where the trace has no root.
   *
   * @param startTime - the start of the span that needs it; the present when left out
   */
  parentIn(sessionTrace: SessionTrace, startTime?: HrTime): SpanContext | undefined {
    if (sessionTrace.root === undefined) {
      // Until the root stands, the trace counts as a forest: another processor may start spans of
      // this session while we make it.
      sessionTrace.root = null;
      sessionTrace.root = this.#rootOf(sessionTrace, startTime) ?? null;
    }
    return sessionTrace.root ?? undefined;
  }

  /** Who makes spans of our own: the provider of the options, the one we were attached to, or the global one. */
  tracer(scope: string = SCOPE_NAME, version?: string): Tracer | undefined {
    const { tracerProvider } = this.#options;
    const provider =
      tracerProvider === undefined ? (this.carrier ?? trace.getTracerProvider()) : tracerProvider();
    return provider?.getTracer(scope, version);
  }

  /**
   * Tells of each root that is made while ended spans are placed. An exporter may be the last one to run in a
   * process that shuts down: nobody would export such a root any more.
   */
  onLateRoot(listener: (root: Span) => void): void {
    this.#lateRootListeners.push(listener);
  }

  /** Runs what places ended spans. */
  whilePlacingEnded<T>(place: () => T): T {
    const outer = this.#placingEnded;
    this.#placingEnded = true;
    try {
      return place();
    } finally {
      this.#placingEnded = outer;
    }
  }

  #announce(root: Span | undefined): void {
    if (this.#placingEnded && root !== undefined) {
      for (const listener of this.#lateRootListeners) {
        listener(root);
      }
    }
  }

  /** How the root of a trace looks. */
  spanFor({ session, key }: SessionTrace): {
    readonly name: string;
    readonly attributes: Attributes;
  } {
    const { name, attributes } = this.#options.sessionSpanOf(session.id);
    const ofTrace = key === undefined ? {} : { [TRACE_KEY]: key };
    return { name, attributes: { ...attributesOf(session.stamp), ...ofTrace, ...attributes } };
  }

  /** Whether a parent is the stand-in of the root that is being made right now. */
  isStandIn(parent: SpanContext | undefined): boolean {
    return this.#inTheMaking !== undefined && parent === this.#inTheMaking.standIn;
  }

  /** The trace whose root is being made, for whoever is asked about a span under a stand-in. */
  get traceInTheMaking(): SessionTrace | undefined {
    return this.#inTheMaking?.sessionTrace;
  }

  /** Our own `onStart` has the root in hand: turns it from the stand-in's child into a root. */
  adopt(span: StartedSpan, own: SpanContext): void {
    const root = this.#inTheMaking;
    if (root === undefined) {
      return;
    }
    const { session, ids } = root.sessionTrace;
    const spanId = session.rootMode === 'shared' ? ids.rootSpanId : own.spanId;
    if (!clearParent(span) || !markRoot(span, own, spanId, root.sessionTrace.mark)) {
      this.#counters.unwritableSpans++;
      return;
    }
    root.seen = span.spanContext();
  }

  #rootOf(sessionTrace: SessionTrace, startTime: HrTime | undefined): SpanContext | undefined {
    switch (sessionTrace.session.rootMode) {
      case 'omit':
        return undefined;
      case 'reference':
        return sessionTrace.key === undefined
          ? referenceTo(sessionTrace)
          : this.#make(sessionTrace, startTime);
      case 'own':
      case 'shared':
        return this.#make(sessionTrace, startTime);
    }
  }

  #make(sessionTrace: SessionTrace, startTime: HrTime | undefined): SpanContext | undefined {
    const root: RootInTheMaking = {
      sessionTrace,
      standIn: derivedRootOf(sessionTrace),
      seen: undefined,
    };
    const outer = this.#inTheMaking;
    this.#inTheMaking = root;
    try {
      const span = this.#start(sessionTrace, root.standIn, startTime);
      // Whoever did not carry us does not get the span ended: it must not be exported.
      if (root.seen === undefined) {
        if (sessionTrace.sampling?.decision !== DROP.decision) {
          this.#tellWhy(span, root.standIn);
        }
        return undefined;
      }
      this.#announce(span);
      span?.end(startTime);
      return (root.seen.traceFlags & TraceFlags.SAMPLED) === 0 ? undefined : root.seen;
    } catch (error) {
      this.#notices.warnOnce(
        'root threw',
        `making a session root failed: ${describeValue(error)}.`,
      );
      return undefined;
    } finally {
      this.#inTheMaking = outer;
    }
  }

  #start(
    sessionTrace: SessionTrace,
    standIn: SpanContext,
    startTime: HrTime | undefined,
  ): Span | undefined {
    const { previousRoot } = sessionTrace;
    const { name, attributes } = this.spanFor(sessionTrace);
    return this.tracer()?.startSpan(
      name,
      {
        kind: SpanKind.INTERNAL,
        attributes,
        ...(startTime === undefined ? {} : { startTime }),
        ...(previousRoot === undefined ? {} : { links: [linkTo(previousRoot, PREVIOUS_TRACE)] }),
      },
      trace.setSpanContext(ROOT_CONTEXT, standIn),
    );
  }

  #tellWhy(span: Span | undefined, standIn: SpanContext): void {
    const cost = 'Sessions are one trace each, but without a root span until then.';
    if (span?.isRecording() === true) {
      this.#notices.warnOnce(
        'no root',
        'the session root was started on a tracer provider that does not carry this span processor. ' +
          `Pass \`tracerProvider: () => provider\` with the provider that does. ${cost}`,
      );
    } else if (span === undefined || span.spanContext().spanId === standIn.spanId) {
      this.#notices.warnOnce(
        'no root',
        'no tracer provider is registered, so no session root can be made. Call `provider.register()` ' +
          '(SDK 3: `trace.setGlobalTracerProvider(provider)`) before the first span, or pass ' +
          `\`tracerProvider: () => provider\`. ${cost}`,
      );
    } else {
      this.#notices.warnOnce(
        'root not sampled',
        'the sampler dropped a session root although its parent is sampled: that session has no root ' +
          'span. Wrap the sampler in a ParentBasedSampler.',
      );
    }
  }
}

function attributesOf(stamp: Stamp): Attributes {
  return Object.fromEntries(stamp.map(({ key, value }) => [key, value]));
}

/** The derived root as a parent, in the sense of one that another process exports. */
function derivedRootOf({ ids }: SessionTrace): SpanContext {
  return {
    traceId: ids.traceId,
    spanId: ids.rootSpanId,
    traceFlags: TraceFlags.SAMPLED,
    isRemote: true,
  };
}

function referenceTo(sessionTrace: SessionTrace): SpanContext {
  const reference = derivedRootOf(sessionTrace);
  setMark(reference, sessionTrace.mark);
  return reference;
}
