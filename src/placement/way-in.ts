import type { SpanContext } from '@opentelemetry/api';
import { isSampled } from '../sdk/is-sampled.js';
import type { Mark } from '../sessions/mark.js';
import type { SessionTrace } from '../sessions/session-trace.js';
import type { SessionTraces } from '../sessions/session-traces.js';
import type { Session } from '../sessions/session.js';
import { isForSpanOfRecord } from './made-of-record.js';
import type { SpanToPlan } from './plan.js';
import type { ParentKind } from './rules.js';
import { UndecidedMark } from './undecided-mark.js';

/** A span whose session is known, and what is above it. */
interface Entrant {
  readonly session: Session;
  readonly parent: SpanContext | undefined;
  readonly parentMark: Mark | undefined;
  readonly mayComeIn: boolean;
  readonly interactionId: string | undefined;
  /** The span is a turn that has a trace for itself. */
  readonly ofOwnTrace: boolean;
}

/** How a span came into the process, where that matters to its place. */
export interface WayIn {
  /** Its parent is in a trace that the session determines. */
  readonly inSessionTrace: boolean;
  /** So it is, and a span that is exported called from there. */
  readonly called: boolean;
  /** That trace, where this process knows it. */
  readonly trace: SessionTrace | undefined;
}

const ELSEWHERE: WayIn = Object.freeze({ inSessionTrace: false, called: false, trace: undefined });

/**
 * Whether a parent is of no session, and may be in a trace of the session all the same. A local one can have such
 * a trace id only from a remote span further up, for our id generator gives no session's id to a span of none. (Whoever
 * derives ids in a generator of their own means the same by it.)
 */
export function mayComeFromSession(
  kind: ParentKind,
  session: Session,
  { parent, parentMark, parentContext }: SpanToPlan,
): boolean {
  if (parent === undefined || (kind !== 'remote' && kind !== 'local')) {
    return false;
  }
  if (parentMark instanceof UndecidedMark) {
    return parentMark.place.staysFor(session, parent.traceId) && !isForSpanOfRecord(parentContext);
  }
  return parentMark?.session === undefined;
}

/**
 * Says how a span came in. Who the session is was said by somebody else: only then is the trace id of the parent
 * compared with those of the session.
 */
export function wayIn(
  traces: SessionTraces,
  { session, parent, parentMark, mayComeIn, interactionId, ofOwnTrace }: Entrant,
): WayIn {
  const underCalled = parentMark?.called === true && parentMark.sessionId === session.id;
  if (parent === undefined || !(mayComeIn || (underCalled && !ofOwnTrace))) {
    return ELSEWHERE;
  }
  if (!traces.include(session, parent.traceId, interactionId, ofOwnTrace)) {
    return ELSEWHERE;
  }
  const trace = traces.withId(session, parent.traceId);
  if (trace !== undefined) {
    noteRoot(parent, trace);
  }
  return {
    inSessionTrace: true,
    called: isSampled(parent) && !isStarter(parent, session),
    trace,
  };
}

function noteRoot({ spanId, isRemote }: SpanContext, trace: SessionTrace): void {
  if (isRemote === true && spanId === trace.rootSpanId && trace.root === undefined) {
    trace.isRootElsewhere = true;
  }
}

/** The span that started this process is the root of the session here: turns go there of themselves. */
function isStarter({ spanId }: SpanContext, session: Session): boolean {
  return session.startedElsewhere && session.current.rootSpanId === spanId;
}
