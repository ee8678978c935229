import type { SpanContext } from '@opentelemetry/api';
import type { LateDecision, LatePlace } from '../placement/late-place.js';
import type { LatePlacing } from '../placement/late-placing.js';
import type { FinishedRoots } from '../roots/finished-roots.js';
import type { ExportableSpan } from '../sdk/span-exporter.js';
import type { UntoldSpans } from '../placement/untold-spans.js';
import type { SpanStart } from '../sdk/span-start.js';
import type { StartedSpan } from '../sdk/span.js';
import type { SessionTraces } from '../sessions/session-traces.js';
import type { Session } from '../sessions/session.js';
import { unplacedParentOf, type HeldSpan } from './held-span.js';
import type { ReleasedSpan } from './held-trace.js';
import { changesIn, placedCopy, replaceableCopy } from './placed-copy.js';
import { RootsToSend } from './roots-to-send.js';

const AS_IT_WAS: LateDecision = Object.freeze({ session: undefined, changes: undefined });

/** What it takes to decide on the place of a span that has ended. */
export interface LateSpanSources {
  readonly latePlacing: LatePlacing;
  readonly finishedRoots: FinishedRoots;
  readonly traces: SessionTraces;
  readonly untoldSpans: UntoldSpans;
}

/** Decides on the places of held spans, each once, and makes what is exported of them. */
export class LateSpans {
  readonly #latePlacing: LatePlacing;
  readonly #finishedRoots: FinishedRoots;
  readonly #traces: SessionTraces;
  readonly #untoldSpans: UntoldSpans;
  readonly #rootsToSend: RootsToSend;
  readonly #onError: (error: unknown) => void;

  constructor(
    { latePlacing, finishedRoots, traces, untoldSpans }: LateSpanSources,
    onError: (error: unknown) => void,
  ) {
    this.#latePlacing = latePlacing;
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
      const { span, place, times } = item.held;
      const decision = place.decision ?? this.#decide(item);
      for (let time = 0; time < times; time++) {
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
    if (above !== undefined && above.decision === undefined) {
      tellAbove(above, decision.session);
    }
    return decision;
  }

  #decisionOn(item: ReleasedSpan): LateDecision {
    const { span, above } = item.held;
    const parent = above?.decision?.session === undefined ? undefined : above.decision.changes;
    const session = sessionFor(item, above?.decision?.session);
    if (session === undefined && parent === undefined) {
      if (item.held.isFromNowhere) {
        // Nobody saw it start, so nobody has counted it.
        this.#untoldSpans.count(
          { start: span as ExportableSpan & SpanStart, entry: undefined },
          'untold',
        );
      }
      return AS_IT_WAS;
    }
    if (
      session !== undefined &&
      parent === undefined &&
      this.#isWhereItBelongs(item.held, session)
    ) {
      return { session, changes: undefined };
    }
    try {
      const copy: StartedSpan = replaceableCopy(span);
      const place = (): boolean =>
        session === undefined
          ? parent !== undefined && this.#latePlacing.detachCopy(copy, parent.context)
          : this.#latePlacing.placeCopy(
              copy,
              session,
              parent?.context ?? unplacedParentOf(item.held),
            );
      const written = item.held.isFromNowhere
        ? this.#finishedRoots.whilePlacing(span, place)
        : place();
      return written ? { session, changes: changesIn(copy, span) } : AS_IT_WAS;
    } catch (error) {
      this.#onError(error);
      return AS_IT_WAS;
    }
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
    above.noteCrossing(session);
  }
}

function sessionFor(
  { held, agreed, stays, cutOff }: ReleasedSpan,
  above: Session | undefined,
): Session | undefined {
  if (stays || (cutOff && above === undefined)) {
    return undefined;
  }
  return held.told ?? above ?? agreed;
}
