import type { ExportableSpan } from '../sdk/span-exporter.js';
import type { FirstTurn } from '../sessions/first-turn.js';
import { markOf } from '../sessions/marked-context.js';
import { WaitingMark } from '../sessions/waiting-mark.js';
import type { HeldWithinBounds } from './held-within-bounds.js';
import { sizeOfSpan } from './size-of-span.js';

/** A span that waited, or follows one that did. */
export interface SpanThatWaited {
  readonly span: ExportableSpan;
  readonly mark: WaitingMark;
}

interface Group {
  readonly heldSinceMillis: number;
  readonly waiting: SpanThatWaited[];
  bytes: number;
}

/** What waits for the first turn of its session, within bounds. */
export class BeforeFirstTurn {
  readonly #owner: object;
  readonly #all: HeldWithinBounds;
  /** By what they wait for, the oldest first. */
  readonly #groups = new Map<FirstTurn, Group>();
  #settled: SpanThatWaited[] = [];
  #isClosed = false;

  /**
   * @param owner - whose marks the spans carry
   * @param all - everything that the exporter holds
   */
  constructor(owner: object, all: HeldWithinBounds) {
    this.#owner = owner;
    this.#all = all;
  }

  /** Keeps back what waits, and gives back the rest. */
  takeIn(spans: readonly ExportableSpan[]): ExportableSpan[] {
    return spans.filter((span) => {
      const mark = this.#markOf(span);
      if (mark !== undefined) {
        this.#add({ span, mark });
      }
      return mark === undefined;
    });
  }

  /** Something can be placed now. */
  get hasSettled(): boolean {
    return this.#settled.length > 0;
  }

  takeSettled(): SpanThatWaited[] {
    const settled = this.#settled;
    this.#settled = [];
    return settled;
  }

  /** As long as a bound is passed, those that have waited longest do so no more. */
  settlePastBounds(): void {
    this.#settleWhile(
      ({ heldSinceMillis }) => this.#isClosed || this.#all.isPassed(heldSinceMillis),
    );
  }

  settleAll(): void {
    this.#settleWhile(() => true);
  }

  /** Nothing waits from now on. */
  close(): void {
    this.#isClosed = true;
  }

  /** How long the oldest may still wait, in milliseconds; undefined where none does. */
  get millisLeft(): number | undefined {
    const [oldest] = this.#groups.values();
    return oldest && this.#all.millisLeft(oldest.heldSinceMillis);
  }

  #markOf(span: ExportableSpan): WaitingMark | undefined {
    try {
      const mark = markOf(span.spanContext());
      return mark instanceof WaitingMark && mark.owner === this.#owner ? mark : undefined;
    } catch {
      // A span of another make: it goes out as it is.
      return undefined;
    }
  }

  #add(waiting: SpanThatWaited): void {
    const { firstTurn } = waiting.mark;
    if (firstTurn.isSettled) {
      this.#settled.push(waiting);
      return;
    }
    const group = this.#groups.get(firstTurn) ?? this.#newGroup(firstTurn);
    const bytes = sizeOfSpan(waiting.span);
    group.waiting.push(waiting);
    group.bytes += bytes;
    this.#all.add(bytes);
  }

  #newGroup(firstTurn: FirstTurn): Group {
    const group: Group = { heldSinceMillis: this.#all.now, waiting: [], bytes: 0 };
    this.#groups.set(firstTurn, group);
    firstTurn.whenSettled(() => {
      this.#groups.delete(firstTurn);
      this.#all.remove(group.waiting.length, group.bytes);
      for (const each of group.waiting) {
        this.#settled.push(each);
      }
    });
    return group;
  }

  #settleWhile(condition: (oldest: Group) => boolean): void {
    for (const [firstTurn, group] of this.#groups) {
      if (!condition(group)) {
        break;
      }
      firstTurn.settle();
    }
  }
}
