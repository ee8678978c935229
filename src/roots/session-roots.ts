import type { SpanContext } from '@opentelemetry/api';
import type { InstrumentationScope } from '../sdk/instrumentation-scope.js';
import type { SdkSpanFields, StartedSpan } from '../sdk/span.js';
import type { SessionTrace } from '../sessions/session-trace.js';
import type { Session } from '../sessions/session.js';
import { scopeOfSpan } from '../spans/scope-of-span.js';
import { derivedRootOf } from './derived-root.js';
import type { FinishedRoots } from './finished-roots.js';
import { markedRoot } from './marked-root.js';
import type { RootInTheMaking, RootMaker } from './root-maker.js';

/** What a root takes from the span that needs it; from a log record, the time alone. */
export type RootNeed = Pick<
  SdkSpanFields,
  'startTime' | 'instrumentationScope' | 'instrumentationLibrary'
>;

/**
 * Gives each trace its root, when the first span needs it. A parent id that nobody exports is the worst shape a trace
 * can have: where no root can be made, the trace is a forest.
 */
export class SessionRoots {
  readonly #maker: RootMaker;
  readonly #finishedRoots: FinishedRoots;
  /** Of the span that a root was needed for last. */
  #latestScope: InstrumentationScope | undefined = undefined;

  constructor(maker: RootMaker, finishedRoots: FinishedRoots) {
    this.#maker = maker;
    this.#finishedRoots = finishedRoots;
  }

  /**
   * The parent for the spans under the root of a trace: made now, in `own` and `shared` mode, if this
   * is the first of them. Undefined where the trace has no root.
   *
   * @param need - the span that needs it; where it is left out, the root starts now, and has the scope of the span
   * that a root was needed for last
   */
  parentIn(session: Session, trace: SessionTrace, need: RootNeed = {}): SpanContext | undefined {
    if (trace.root === undefined && this.isReadyFor(trace)) {
      trace.scope = this.#latestScope = scopeOfSpan(need) ?? this.#latestScope;
      trace.isGettingRoot = true;
      try {
        trace.root = this.#rootOf(session, trace, need.startTime) ?? null;
      } finally {
        trace.isGettingRoot = false;
      }
    }
    return trace.root ?? undefined;
  }

  /** The same, marked as in the session: for contexts and log records, under which spans may be started. */
  contextIn(session: Session, trace: SessionTrace, need: RootNeed = {}): SpanContext | undefined {
    const root = this.parentIn(session, trace, need);
    return root && markedRoot(root, session, trace);
  }

  /** False for a trace whose root cannot be made now, because one is being made, here or further up the stack. */
  isReadyFor(trace: SessionTrace): boolean {
    return !trace.isGettingRoot && !this.#maker.isDescribingOne;
  }

  /** The root that is being made right now, if a parent is its stand-in. */
  inTheMakingUnder(parent: SpanContext | undefined): RootInTheMaking | undefined {
    return this.#maker.underStandIn(parent);
  }

  get isMakingOne(): boolean {
    return this.#maker.isMakingOne;
  }

  /** Our own `onStart` has the root in hand. */
  adopt(span: StartedSpan, own: SpanContext, root: RootInTheMaking): void {
    this.#maker.adopt(span, own, root);
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
          ? derivedRootOf(trace)
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
    return this.#finishedRoots.areWanted
      ? this.#finishedRoots.make(session, trace)
      : this.#maker.make(session, trace, startTime);
  }
}
