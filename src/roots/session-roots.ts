import {
  ROOT_CONTEXT,
  SpanKind,
  TraceFlags,
  trace,
  type Span,
  type SpanContext,
} from '@opentelemetry/api';
import { describeValue } from '../diagnostics/describe-value.js';
import type { Notices } from '../diagnostics/notices.js';
import type { Counters } from '../metrics/counters.js';
import type { ResolvedOptions } from '../options/options.js';
import { DROP } from '../sdk/sampler.js';
import type { InstrumentationScope } from '../sdk/instrumentation-scope.js';
import type { SdkSpanFields, StartedSpan } from '../sdk/span.js';
import { Mark } from '../sessions/mark.js';
import type { SessionTrace } from '../sessions/session-trace.js';
import type { Session } from '../sessions/session.js';
import { PREVIOUS_TRACE, linkTo } from '../spans/links.js';
import { clearParent, markRoot } from '../spans/move-span.js';
import { scopeOfSpan } from '../spans/scope-of-span.js';
import { endAtOnce } from './end-at-once.js';
import { derivedRootOf, referenceTo } from './derived-root.js';
import type { FinishedRoots } from './finished-roots.js';
import type { LateRoots } from './late-roots.js';
import { describeRoot } from './root-description.js';
import type { Tracers } from './tracers.js';
import { tellWhyNoRoot } from './why-no-root.js';

/** What a root takes from the span that needs it; from a log record, the time alone. */
export type RootNeed = Pick<
  SdkSpanFields,
  'startTime' | 'instrumentationScope' | 'instrumentationLibrary'
>;

/** A root while it is being made: from `startSpan` to our own `onStart` and back. */
interface RootInTheMaking {
  readonly session: Session;
  readonly trace: SessionTrace;
  /** The parent that gets the root past a parent-based sampler; our own `onStart` takes it away. */
  readonly standIn: SpanContext;
  seen: SpanContext | undefined;
}

/**
 * Makes the session roots. A parent id that nobody exports is the worst shape a trace can have, so a
 * trace has a root only when our own `onStart` saw it, recorded and sampled; otherwise it is a forest.
 */
export class SessionRoots {
  readonly #sessionSpanOf: ResolvedOptions['sessionSpanOf'];
  readonly #tracers: Tracers;
  readonly #lateRoots: LateRoots;
  readonly #finishedRoots: FinishedRoots;
  readonly #counters: Counters;
  readonly #notices: Notices;
  #inTheMaking: RootInTheMaking | undefined = undefined;
  /** Of the span that a root was needed for last. */
  #latestScope: InstrumentationScope | undefined = undefined;

  constructor(
    sessionSpanOf: ResolvedOptions['sessionSpanOf'],
    tracers: Tracers,
    lateRoots: LateRoots,
    finishedRoots: FinishedRoots,
    counters: Counters,
    notices: Notices,
  ) {
    this.#sessionSpanOf = sessionSpanOf;
    this.#tracers = tracers;
    this.#lateRoots = lateRoots;
    this.#finishedRoots = finishedRoots;
    this.#counters = counters;
    this.#notices = notices;
  }

  /**
   * The parent for the spans under the root of a trace: made now, in `own` and `shared` mode, if this
   * is the first of them. Undefined where the trace has no root.
   *
   * @param need - the span that needs it; where it is left out, the root starts now, and has the scope of the span
   * that a root was needed for last
   */
  parentIn(session: Session, trace: SessionTrace, need: RootNeed = {}): SpanContext | undefined {
    if (trace.root === undefined) {
      trace.scope = this.#latestScope = scopeOfSpan(need) ?? this.#latestScope;
      // Until the root stands, the trace counts as a forest: another processor may start spans of
      // this session while we make it.
      trace.root = null;
      trace.root = this.#rootOf(session, trace, need.startTime) ?? null;
    }
    return trace.root ?? undefined;
  }

  /** The root that is being made right now, if a parent is its stand-in. */
  inTheMakingUnder(parent: SpanContext | undefined): RootInTheMaking | undefined {
    return parent === this.#inTheMaking?.standIn ? this.#inTheMaking : undefined;
  }

  get isMakingOne(): boolean {
    return this.#inTheMaking !== undefined;
  }

  /** Our own `onStart` has the root in hand: turns it from the stand-in's child into a root. */
  adopt(span: StartedSpan, own: SpanContext, root: RootInTheMaking): void {
    const { session, trace } = root;
    const spanId = session.rootMode === 'shared' ? trace.ids.rootSpanId : own.spanId;
    const mark = new Mark(session.owner, session, trace);
    if (!clearParent(span) || !markRoot(span, own, spanId, mark)) {
      this.#counters.unwritableSpans++;
      return;
    }
    root.seen = span.spanContext();
  }

  #rootOf(
    session: Session,
    trace: SessionTrace,
    startTime: RootNeed['startTime'],
  ): SpanContext | undefined {
    switch (session.rootMode) {
      case 'omit':
        return undefined;
      case 'reference':
        // In a trace whose key only this process knows, nobody else exports a root.
        return trace.key === undefined
          ? referenceTo(session, trace)
          : this.#make(session, trace, startTime);
      case 'own':
      case 'shared':
        return this.#make(session, trace, startTime);
    }
  }

  #make(
    session: Session,
    trace: SessionTrace,
    startTime: RootNeed['startTime'],
  ): SpanContext | undefined {
    if (this.#finishedRoots.areWanted) {
      return this.#finishedRoots.make(session, trace);
    }
    const root: RootInTheMaking = {
      session,
      trace,
      standIn: derivedRootOf(trace),
      seen: undefined,
    };
    const outer = this.#inTheMaking;
    this.#inTheMaking = root;
    try {
      const span = this.#start(root, startTime);
      // Whoever did not carry us does not get the span ended: it must not be exported.
      if (root.seen === undefined || span === undefined) {
        if (trace.sampling?.decision !== DROP.decision) {
          tellWhyNoRoot(span, root.standIn, this.#notices);
        }
        return undefined;
      }
      this.#lateRoots.announce(span);
      endAtOnce(span);
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

  #start(root: RootInTheMaking, startTime: RootNeed['startTime']): Span | undefined {
    const { previousRoot } = root.trace;
    const { name, attributes } = describeRoot(root.session, root.trace, this.#sessionSpanOf);
    return this.#tracers.tracer(root.trace.scope)?.startSpan(
      name,
      {
        kind: SpanKind.INTERNAL,
        attributes,
        ...(startTime === undefined ? {} : { startTime }),
        ...(previousRoot === undefined ? {} : { links: [linkTo(previousRoot, PREVIOUS_TRACE)] }),
      },
      trace.setSpanContext(ROOT_CONTEXT, root.standIn),
    );
  }
}
