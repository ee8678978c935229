import { Mark } from '../sessions/mark.js';
import { LatePlace, type LateSpan, type TopOfTrace } from './late-place.js';
import { isForSpanOfRecord } from './made-of-record.js';
import type { SpanToPlan } from './plan.js';
import type { ParentKind } from './rules.js';

/**
 * The mark of a span without a session, where its end may tell one (some instrumentations set every
 * attribute there). One per span, unlike the shared mark of sessions that nobody will tell.
 */
export class UndecidedMark extends Mark implements LateSpan {
  readonly parentKind: ParentKind;
  readonly place: LatePlace;
  /**
   * The place of its parent, where that is undecided as well; not its mark, or a chain of spans would keep itself
   * alive.
   */
  readonly above: LatePlace | undefined;
  /** A span was started under it: it cannot be moved any more without moving that one. */
  followed = false;
  /** Its attributes were asked at its end. */
  asked = false;

  /** Nothing is above or under it: it can be placed at its end by itself. */
  get isAlone(): boolean {
    return !this.followed && this.parentKind === 'none';
  }

  /** @param above - the place of its parent, or what is known of a span that has none of that kind */
  constructor(owner: object, parentKind: ParentKind, above: LatePlace | TopOfTrace) {
    super(owner);
    this.parentKind = parentKind;
    this.place = new LatePlace(above);
    this.above = above instanceof LatePlace ? above : undefined;
  }
}

/** The place that a span of a session tells that session, which is the one of its parent. */
export function placeToldBy({ parentMark, parentContext }: SpanToPlan): LatePlace | undefined {
  // What a log record says is no reason to move the span that it was emitted in.
  return parentMark instanceof UndecidedMark && !isForSpanOfRecord(parentContext)
    ? parentMark.place
    : undefined;
}
