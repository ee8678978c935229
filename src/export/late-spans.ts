import type { SpanContext } from '@opentelemetry/api';
import type { CopyChanges, LateDecision, LatePlace } from '../placement/late-place.js';
import type { LatePlacing } from '../placement/late-placing.js';
import type { Lifetime } from '../placement/lifetime.js';
import type { Along } from '../placement/told.js';
import type { FinishedRoots } from '../roots/finished-roots.js';
import type { ExportableSpan } from '../sdk/span-exporter.js';
import type { UntoldSpans } from '../placement/untold-spans.js';
import type { SpanStart } from '../sdk/span-start.js';
import type { StartedSpan } from '../sdk/span.js';
import type { SessionTraces } from '../sessions/session-traces.js';
import type { Session } from '../sessions/session.js';
import { isDisplacedParent } from '../spans/links.js';
import { handedIn, unplacedParentOf, type HeldSpan } from './held-span.js';
import type { ReleasedSpan } from './held-trace.js';
import { alongFor, sessionFor } from './late-session.js';
import { PlacesAbove, type PlaceAbove } from './place-above.js';
import { changesIn, placedCopy, replaceableCopy } from './placed-copy.js';
import { RootsToSend } from './roots-to-send.js';
import { changesOfTaken } from './taken-span.js';

const AS_IT_WAS: LateDecision = Object.freeze({ session: undefined, changes: undefined });

/** What it takes to decide on the place of a span that has ended. */
export interface LateSpanSources {
  readonly latePlacing: LatePlacing;
  readonly finishedRoots: FinishedRoots;
  readonly traces: SessionTraces;
  readonly untoldSpans: UntoldSpans;
  readonly lifetime: Lifetime;
}

/** Decides on the places of held spans, each once, and makes what is exported of them. */
export class LateSpans {
  readonly #latePlacing: LatePlacing;
  readonly #placesAbove: PlacesAbove;
  readonly #finishedRoots: FinishedRoots;
  readonly #traces: SessionTraces;
  readonly #untoldSpans: UntoldSpans;
  readonly #rootsToSend: RootsToSend;
  readonly #onError: (error: unknown) => void;

  constructor(
    { latePlacing, finishedRoots, traces, untoldSpans, lifetime }: LateSpanSources,
    onError: (error: unknown) => void,
  ) {
    this.#latePlacing = latePlacing;
    this.#placesAbove = new PlacesAbove(latePlacing, lifetime);
    this.#finishedRoots = finishedRoots;
    this.#traces = traces;
    this.#untoldSpans = untoldSpans;
    this.#rootsToSend = new RootsToSend(finishedRoots);
    this.#onError = onError;
  }

  /** Nothing is placed any more. */
  close(): void {
    this.#rootsToSend.close();
  }

  /** A span that comes after its place was decided, with the root above it, where it is the first under that. */
  outgoing(span: ExportableSpan, decision: LateDecision): ExportableSpan[] {
    const root = decision.changes && this.#rootsToSend.takeAbove(decision.changes);
    return root === undefined
      ? [this.#inPlace(span, decision)]
      : [root, this.#inPlace(span, decision)];
  }

  #inPlace(span: ExportableSpan, { changes }: LateDecision): ExportableSpan {
    return changes === undefined ? span : placedCopy(span, changes);
  }

  /** Decides on spans, parents before children, and gives them back in their places. */
  place(released: readonly ReleasedSpan[]): ExportableSpan[] {
    const going: ExportableSpan[] = [];
    const turns: SpanContext[] = [];
    for (const item of released) {
      const { place } = item.held;
      const decision = place.decision ?? this.#decide(item);
      for (const span of handedIn(item.held)) {
        going.push(...this.outgoing(span, decision));
      }
      if (decision.changes !== undefined) {
        turns.push(decision.changes.context);
      }
    }
    // Only now has everything been placed that may lie under a turn among them.
    for (const context of turns) {
      this.#latePlacing.endTurnOf(context);
    }
    return going;
  }

  #decide(item: ReleasedSpan): LateDecision {
    const { above, place } = item.held;
    const decision = this.#decisionOn(item);
    place.decision = decision;
    if (above !== undefined && above.decision === undefined && above.destined === undefined) {
      tellAbove(above, decision.session);
    }
    return decision;
  }

  #decisionOn(item: ReleasedSpan): LateDecision {
    const { held } = item;
    const above = this.#placesAbove.of(item);
    if (held.displaced !== undefined) {
      const changes = above.context && changesOfTaken(held.span, held.displaced, above.context);
      return changes === undefined ? AS_IT_WAS : { session: above.session, changes };
    }
    const session = sessionFor(item, above);
    if (session === undefined && above.context === undefined) {
      if (held.isFromNowhere) {
        // Nobody saw it start, so nobody has counted it.
        this.#untoldSpans.count(
          { start: held.span as ExportableSpan & SpanStart, entry: undefined },
          'untold',
        );
      }
      return AS_IT_WAS;
    }
    if (
      session !== undefined &&
      above.context === undefined &&
      this.#isWhereItBelongs(held, session)
    ) {
      return { session, changes: undefined };
    }
    return this.#placed(item, session, above);
  }

  #placed(item: ReleasedSpan, session: Session | undefined, above: PlaceAbove): LateDecision {
    const { span, isFromNowhere } = item.held;
    const along = session && alongFor(item, session, above);
    try {
      const copy: StartedSpan = replaceableCopy(span);
      const place = (): boolean => this.#placeCopy(copy, item.held, session, above, along);
      const written = isFromNowhere ? this.#finishedRoots.whilePlacing(span, place) : place();
      return written
        ? { session, changes: withoutDeadLinks(changesIn(copy, span), above), along }
        : AS_IT_WAS;
    } catch (error) {
      this.#onError(error);
      return AS_IT_WAS;
    }
  }

  #placeCopy(
    copy: StartedSpan,
    held: HeldSpan,
    session: Session | undefined,
    { context: parent }: PlaceAbove,
    along: Along | undefined,
  ): boolean {
    if (session === undefined) {
      return parent !== undefined && this.#latePlacing.detachCopy(copy, parent);
    }
    return this.#latePlacing.placeCopy(copy, session, parent ?? unplacedParentOf(held), along);
  }

  /** A span from nowhere under a span that the span processor has placed is in the trace of its session already. */
  #isWhereItBelongs(held: HeldSpan, session: Session): boolean {
    return (
      held.isFromNowhere &&
      unplacedParentOf(held) !== undefined &&
      this.#traces.areOf(session, held.span.spanContext().traceId)
    );
  }
}

/** What went out under a span that is still open, or held elsewhere, says where that one can go. */
function tellAbove(above: LatePlace, session: Session | undefined): void {
  if (session === undefined) {
    above.stays = true;
  } else {
    above.noteEnd(session);
  }
}

/** Nobody knows yet where an open span above will be exported: no link leads there. */
function withoutDeadLinks(changes: CopyChanges, { isOpen }: PlaceAbove): CopyChanges {
  return isOpen
    ? { ...changes, links: changes.links.filter((link) => !isDisplacedParent(link)) }
    : changes;
}
