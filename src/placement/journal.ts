import type { SpanContext } from '@opentelemetry/api';
import type { StartedSpan } from '../sdk/span.js';
import type { Mark } from '../sessions/mark.js';
import type { SpanToPlan } from './plan.js';
import type { Destination, PlacementFacts } from './rules.js';
import type { NotFound } from './not-found.js';

/** What was planned for a span, and upon what. */
export interface PlanNote {
  /** Who named the session; undefined where it has none. */
  readonly namedBy?: string | undefined;
  readonly noSession?: NotFound | undefined;
  readonly destination?: Destination;
  readonly facts?: PlacementFacts;
}

/** The same of a span that has got its place. */
export interface JournalEntry extends PlanNote {
  readonly spanName: string;
  readonly spanId: string;
}

/** Hears of each span that got its place, but for those that just follow their parent. */
export type PlacedListener = (placed: SpanContext) => void;

/**
 * Notes why each span is where it is, for `sessions.explain`: there only where that was asked for. A note hangs on the
 * mark of its span, and goes with it. Spans that just follow their parent share its mark, and are not noted.
 */
export class Journal {
  readonly #notes = new WeakMap<Mark, PlanNote>();
  readonly #entries = new WeakMap<Mark, JournalEntry>();
  readonly #onPlaced: PlacedListener;
  #source: string | undefined = undefined;

  constructor(onPlaced: PlacedListener) {
    this.#onPlaced = onPlaced;
  }

  /** Who has just named a session. */
  hear(source: string): void {
    this.#source = source;
  }

  /** Who has named the session that was just found. */
  takeSource(): string | undefined {
    const source = this.#source;
    this.#source = undefined;
    return source;
  }

  /** What is planned for a span. */
  note(mark: Mark, { parentMark, isRecord }: SpanToPlan, note: PlanNote): void {
    if (mark !== parentMark && isRecord !== true) {
      this.#notes.set(mark, note);
    }
  }

  /** The plan was carried out. */
  placed(mark: Mark, span: StartedSpan): void {
    const note = this.#notes.get(mark);
    if (note !== undefined) {
      const placed = span.spanContext();
      this.#notes.delete(mark);
      this.#entries.set(mark, { ...note, spanName: span.name, spanId: placed.spanId });
      this.#onPlaced(placed);
    }
  }

  /** What is noted of a span; undefined for one that just follows its parent. */
  entryOf(mark: Mark, spanId: string): JournalEntry | undefined {
    const entry = this.#entries.get(mark);
    return entry?.spanId === spanId ? entry : undefined;
  }
}
