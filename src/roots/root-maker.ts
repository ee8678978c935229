import {
  ROOT_CONTEXT,
  SpanKind,
  TraceFlags,
  trace,
  type Span,
  type SpanContext,
} from '@opentelemetry/api';
import type { Notices } from '../diagnostics/notices.js';
import type { Counters } from '../metrics/counters.js';
import type { ResolvedOptions } from '../options/options.js';
import { isMoment } from '../sdk/hr-time.js';
import { DROP } from '../sdk/sampler.js';
import type { SdkSpanFields, StartedSpan } from '../sdk/span.js';
import { copyOfContext } from '../sessions/copy-of-context.js';
import { Mark } from '../sessions/mark.js';
import type { SessionTrace } from '../sessions/session-trace.js';
import type { Session } from '../sessions/session.js';
import { PREVIOUS_TRACE, linkTo } from '../spans/links.js';
import { clearParent, markRoot } from '../spans/move-span.js';
import { stampSpan } from '../spans/stamp-span.js';
import { derivedRootOf } from './derived-root.js';
import { endAtOnce } from './end-at-once.js';
import type { LateRoots } from './late-roots.js';
import { ROOT_STAMP, describeRoot, type RootDescription } from './root-description.js';
import type { Tracers } from './tracers.js';
import { tellWhyNoRoot } from './why-no-root.js';

/** A root while it is being made: from `startSpan` to our own `onStart` and back. */
export interface RootInTheMaking {
  readonly session: Session;
  readonly trace: SessionTrace;
  /** The parent that gets the root past a parent-based sampler; our own `onStart` takes it away. */
  readonly standIn: SpanContext;
  seen: SpanContext | undefined;
}

/**
 * Makes roots, one within another if need be. A trace has one only when our own `onStart` saw it, recorded and
 * sampled.
 */
export class RootMaker {
  readonly #sessionSpanOf: ResolvedOptions['sessionSpanOf'];
  readonly #tracers: Tracers;
  readonly #lateRoots: LateRoots;
  readonly #counters: Counters;
  readonly #notices: Notices;
  #inTheMaking: RootInTheMaking | undefined = undefined;
  #isDescribing = false;

  constructor(
    sessionSpanOf: ResolvedOptions['sessionSpanOf'],
    tracers: Tracers,
    lateRoots: LateRoots,
    counters: Counters,
    notices: Notices,
  ) {
    this.#sessionSpanOf = sessionSpanOf;
    this.#tracers = tracers;
    this.#lateRoots = lateRoots;
    this.#counters = counters;
    this.#notices = notices;
  }

  /** The root that is being made right now, if a parent is its stand-in. */
  underStandIn(parent: SpanContext | undefined): RootInTheMaking | undefined {
    return parent === this.#inTheMaking?.standIn ? this.#inTheMaking : undefined;
  }

  get isMakingOne(): boolean {
    return this.#inTheMaking !== undefined;
  }

  /** While the user's function says how a root looks, no other can be made: nobody would say how that one looks. */
  get isDescribingOne(): boolean {
    return this.#isDescribing;
  }

  /** Our own `onStart` has the root in hand: turns it from the stand-in's child into a root. */
  adopt(span: StartedSpan, own: SpanContext, root: RootInTheMaking): void {
    const { session, trace } = root;
    const spanId = session.rootMode === 'shared' ? trace.rootSpanId : own.spanId;
    const mark = new Mark(session.owner, session, trace);
    if (!clearParent(span) || !markRoot(span, own, spanId, mark)) {
      this.#counters.unwritableSpans++;
      return;
    }
    // The limits are for the attributes of the user: what the SDK has cut off of ours is written past them.
    stampSpan(span, ROOT_STAMP);
    stampSpan(span, session.stamp);
    root.seen = span.spanContext();
    // From here on it is there for what other processors start while it starts.
    trace.root = exportedRoot(root.seen);
  }

  /** The root of a trace; undefined where none came by. */
  make(
    session: Session,
    trace: SessionTrace,
    startTime: SdkSpanFields['startTime'],
  ): SpanContext | undefined {
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
      this.#tellOfOther(session, trace);
      this.#lateRoots.announce(span);
      endAtOnce(span);
      return exportedRoot(root.seen) ?? undefined;
    } catch (error) {
      this.#notices.warnOnce(
        'root threw',
        `making a session root failed: ${this.#notices.describe(error)}.`,
      );
      return undefined;
    } finally {
      this.#inTheMaking = outer;
    }
  }

  /** Of two processes that make the one root of a session, one can know it: the one that was called from the other's. */
  #tellOfOther({ rootMode }: Session, { traceId, isRootElsewhere }: SessionTrace): void {
    if (rootMode === 'shared' && isRootElsewhere) {
      this.#notices.warnOnce(
        'shared twice',
        `the root of trace ${traceId} is exported twice, under one span id: this process was called from it, so another one ` +
          "has made it, and now both have. `sessionRoot: 'shared'` is for one process of a session, `'reference'` for the others.",
      );
    }
  }

  #describe({ session, trace }: RootInTheMaking): RootDescription {
    this.#isDescribing = true;
    try {
      return describeRoot(session, trace, this.#sessionSpanOf);
    } finally {
      this.#isDescribing = false;
    }
  }

  #start(root: RootInTheMaking, startTime: SdkSpanFields['startTime']): Span | undefined {
    const { previousRoot } = root.trace;
    const { name, attributes } = this.#describe(root);
    return this.#tracers.tracer(root.trace.scope)?.startSpan(
      name,
      {
        kind: SpanKind.INTERNAL,
        attributes,
        // One that is none would take the whole session's root from exporters that cannot write it.
        ...(isMoment(startTime) ? { startTime } : {}),
        ...(previousRoot === undefined ? {} : { links: [linkTo(previousRoot, PREVIOUS_TRACE)] }),
      },
      trace.setSpanContext(ROOT_CONTEXT, root.standIn),
    );
  }
}

/** A copy by value: the mark of the root's own context would keep its session alive as long as the trace is known. */
function exportedRoot(seen: SpanContext): SpanContext | null {
  return (seen.traceFlags & TraceFlags.SAMPLED) === 0 ? null : copyOfContext(seen);
}
