import { Mark } from '../sessions/mark.js';
import { LatePlace, type LateSpan } from './late-place.js';
import type { ParentKind } from './rules.js';

/**
 * The mark of a span without a session, where its end may tell one (some instrumentations set every
 * attribute there). One per span, unlike the shared mark of sessions that nobody will tell.
 */
export class UndecidedMark extends Mark implements LateSpan {
  readonly parentKind: ParentKind;
  readonly place: LatePlace = new LatePlace();
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

  constructor(owner: object, parentKind: ParentKind, above?: LatePlace) {
    super(owner);
    this.parentKind = parentKind;
    this.above = above;
  }
}
