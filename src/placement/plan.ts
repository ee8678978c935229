import type { Context, SpanContext } from '@opentelemetry/api';
import type { PlacedEntry } from '../propagation/with-session.js';
import type { SpanStart } from '../sdk/span-start.js';
import type { Mark } from '../sessions/mark.js';
import type { SessionTrace } from '../sessions/session-trace.js';
import type { Turn } from '../sessions/turn.js';
import type { LatePlace } from './late-place.js';
import type { Destination } from './rules.js';
import type { Along } from './told.js';

/** All there is to know of a span when its place is planned. */
export interface SpanToPlan {
  readonly start: SpanStart;
  readonly parentContext: Context;
  /** The valid parent of the span. */
  readonly parent: SpanContext | undefined;
  readonly parentMark: Mark | undefined;
  /** The trace id that the SDK has given the span. */
  readonly traceId: string;
  readonly interaction: boolean;
  /** The `withSession` entry of its context. */
  readonly entry: PlacedEntry | undefined;
  /** It is a copy, which nobody gets but `sessions.exporter`. */
  readonly isCopy?: boolean;
  /** It is a log record, looked at as if it were a span. */
  readonly isRecord?: boolean;
  /** It goes along with spans under it that were placed as they started. */
  readonly along?: Along | undefined;
}

/** What is to be done with a span that does more than follow its parent. */
export interface Plan {
  readonly destination: Destination;
  /** The span's mark, complete but for the turn that the span itself opens. */
  readonly mark: Mark;
  /** The trace that the span goes to, or that a span called into which stays; undefined for what joins or just follows. */
  readonly trace: SessionTrace | undefined;
  /** The turn that the span joins; only for destination `turn`. */
  readonly joins: Turn | undefined;
  /** For a span of no session whose trace id, made by our generator, is a session's. */
  readonly freshTraceId: string | undefined;
  /** The mark is then the span's own, not one that it shares. */
  readonly opensTurn: boolean;
  /** The turn's own id, where it has one. */
  readonly interactionId: string | undefined;
  /** The span had no parent, or one that nobody exports. */
  readonly orphan: boolean;
  /** The place of its parent, which has no session yet, and which it tells that of its own. */
  readonly tells: LatePlace | undefined;
}
