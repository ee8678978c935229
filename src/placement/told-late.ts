import type { Notices } from '../diagnostics/notices.js';
import type { Counters } from '../metrics/counters.js';
import type { SpanStart } from '../sdk/span-start.js';
import type { LateTelling } from './late-telling.js';
import type { SessionFinder } from './session-finder.js';
import type { UndecidedMark } from './undecided-mark.js';

/** Sees spans whose session is told at their end, when they cannot be placed any more for want of `sessions.exporter`. */
export class ToldLate {
  readonly #sessionFinder: Pick<SessionFinder, 'isToldByEnded'>;
  readonly #counters: Counters;
  readonly #notices: Notices;
  readonly #lateTelling: LateTelling;

  constructor(
    sessionFinder: Pick<SessionFinder, 'isToldByEnded'>,
    lateTelling: LateTelling,
    counters: Counters,
    notices: Notices,
  ) {
    this.#sessionFinder = sessionFinder;
    this.#lateTelling = lateTelling;
    this.#counters = counters;
    this.#notices = notices;
  }

  /** Looks at a span that has ended without a session. One with nothing above or under it has been placed by now. */
  look(span: SpanStart, mark: UndecidedMark): void {
    const isWaitedFor = this.#lateTelling.isHolding;
    if (isWaitedFor || mark.isAlone || !this.#sessionFinder.isToldByEnded(span)) {
      return;
    }
    this.#counters.sessionToldLate++;
    this.#notices.warnOnce(
      'told late',
      'the session of a span was told by attributes that were not there when it started: it stays in the ' +
        'trace that it was in. Put `sessions.exporter(exporter)` in the place of your exporter, or set the ' +
        'attributes when the span is started.',
    );
  }
}
