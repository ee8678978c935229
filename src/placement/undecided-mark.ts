import { Mark } from '../sessions/mark.js';
import type { Session } from '../sessions/session.js';
import type { ParentKind } from './rules.js';

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
