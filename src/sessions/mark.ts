import type { SpanContext } from '@opentelemetry/api';
import type { ParentKind } from '../placement/rules.js';
import type { Session } from './session.js';
import type { SessionTrace } from './session-trace.js';
import type { Turn } from './turn.js';

/**
 * Where the mark is kept: on the span's own SpanContext object. That object outlives the span (an
 * ended one answers `isRecording() === false` like a phantom) and goes along when somebody wraps it
 * again with `trace.setSpanContext(context, span.spanContext())`.
 *
 * `Symbol.for`, so that two copies of this package in one process (CJS and ESM, say) read each
 * other's marks. A symbol property is in no JSON and in no header: a mark cannot be forged from outside.
 */
const MARK: unique symbol = Symbol.for('otel-session-trace.mark.v1');

type MarkedSpanContext = SpanContext & { [MARK]?: Mark };

/** What is known of a span that was started under this package's eyes. */
export class Mark {
  /** The session's id; undefined says that the span has no session. */
  readonly sessionId: string | undefined;
  /** True where a `withSession` entry named the session, here or further up. */
  readonly fromEntry: boolean;
  /** Whose objects the fields below are. Another owner reads the fields above only. */
  readonly owner: object;
  readonly session: Session | undefined;
  /** The trace of the session that the span is in; undefined for one in a trace of somebody else. */
  readonly trace: SessionTrace | undefined;
  /** The turn that the span is, or is inside of. */
  readonly turn: Turn | undefined;

  constructor(
    owner: object,
    session?: Session,
    trace?: SessionTrace,
    turn?: Turn,
    fromEntry = false,
  ) {
    this.owner = owner;
    this.sessionId = session?.id;
    this.session = session;
    this.trace = trace;
    this.turn = turn;
    this.fromEntry = fromEntry;
  }
}

/**
 * The mark of a span without a session, where its end may tell one (some instrumentations set every
 * attribute there). One per span, unlike the shared mark of sessions that nobody will tell.
 */
export class UndecidedMark extends Mark {
  readonly parentKind: ParentKind;
  /** A span was started under it: it cannot be moved any more without moving that one. */
  followed = false;
  /** Its attributes were asked at its end. */
  asked = false;
  /** The session into which the spans started under it went; 'several' where they did not agree. */
  crossedInto: Session | 'several' | undefined = undefined;

  constructor(owner: object, parentKind: ParentKind) {
    super(owner);
    this.parentKind = parentKind;
  }

  noteCrossing(session: Session): void {
    const same = typeof this.crossedInto === 'object' && this.crossedInto.id === session.id;
    this.crossedInto = this.crossedInto === undefined || same ? session : 'several';
  }
}

/** Reads the mark of a span context, if it has one. */
export function markOf(spanContext: SpanContext): Mark | undefined {
  return (spanContext as MarkedSpanContext)[MARK];
}

/** Puts a mark on a span context of our own making, or one that the SDK just made. Throws when it is frozen. */
export function setMark(spanContext: SpanContext, mark: Mark): void {
  (spanContext as MarkedSpanContext)[MARK] = mark;
}
