import type { Mark } from '../sessions/mark.js';
import { UndecidedMark } from './undecided-mark.js';

/** Whether the session of a span may be told when it has started already. */
export class LateTelling {
  /** By attributes that are set as late as at its end. */
  readonly byAttributes: boolean;
  /** By what is started under it: somebody holds spans until that is known. */
  isHolding = false;

  constructor(byAttributes: boolean) {
    this.byAttributes = byAttributes;
  }

  /** @param parentMark - the mark of the span's parent, if it has one */
  mayConcern(parentMark: Mark | undefined): boolean {
    // Of a span that started before anybody held any, nothing is waited for; nor of those under it.
    const isKnown = parentMark === undefined || parentMark instanceof UndecidedMark;
    return this.byAttributes || (this.isHolding && isKnown);
  }
}
