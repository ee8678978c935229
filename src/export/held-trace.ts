import type { LatePlace } from '../placement/late-place.js';
import { both, toldAtEnd, type Told, type ToldTogether } from '../placement/told.js';
import { toldOf, type HeldSpan } from './held-span.js';

/** A span that can go out, with what the spans around it say about its place. */
export interface ReleasedSpan {
  readonly held: HeldSpan;
  /** The session that the spans from it downwards agree on, or all of a trace that was cut in two. */
  readonly agreed: Told | undefined;
  /** What went out under it, or is about to, went out as it was. */
  readonly stays: boolean;
  /** It was cut off from a trace that does not agree: of itself, it goes nowhere. */
  readonly cutOff: boolean;
}

/**
 * The held spans of one local trace. Children end before their parents, so a span goes out when everything above
 * it has ended: only then is it known whether its parent goes to the same session.
 */
export class HeldTrace {
  readonly heldSinceMillis: number;
  readonly #spans = new Map<LatePlace, HeldSpan>();
  readonly #children = new Map<LatePlace, HeldSpan[]>();

  constructor(nowMillis: number) {
    this.heldSinceMillis = nowMillis;
  }

  get size(): number {
    return this.#spans.size;
  }

  /** The span with that place, if it is held. */
  withPlace(place: LatePlace): HeldSpan | undefined {
    return this.#spans.get(place);
  }

  /** Puts a span in, and takes out what can go now, parents before children. */
  add(held: HeldSpan): readonly ReleasedSpan[] {
    this.#spans.set(held.place, held);
    if (held.above !== undefined) {
      const siblings = this.#children.get(held.above);
      if (siblings === undefined) {
        this.#children.set(held.above, [held]);
      } else {
        siblings.push(held);
      }
    }
    return this.#isComplete(held) ? this.#release(this.#downFrom(held)) : [];
  }

  /** Takes out what is held under a span that went out, in the place that another exporter found for it. */
  takeUnder(place: LatePlace): readonly ReleasedSpan[] {
    const children = this.#children.get(place) ?? [];
    return this.#release(children.flatMap((child) => this.#downFrom(child)));
  }

  /**
   * Takes out all spans, complete or not. If those that came into the process together agree on one session, they all go
   * there; if not, none is guessed.
   */
  takeAll(): readonly ReleasedSpan[] {
    const released: ReleasedSpan[] = [];
    for (const together of this.#together()) {
      let all: ToldTogether = 'nothing';
      for (const held of together) {
        all = both(both(all, toldBy(held)), held.place.top.below);
      }
      for (const each of this.#release([...together], all)) {
        released.push(each);
      }
    }
    return released;
  }

  /**
   * All spans, parents before children, by the span that they came in under: one trace of another process may call here
   * more than once. Of spans from nowhere only the trace is known.
   */
  #together(): Iterable<ReadonlySet<HeldSpan>> {
    const spans = [...this.#spans.values()];
    const isKnown = spans.every(({ isFromNowhere }) => !isFromNowhere);
    const tops = spans.filter((held) => this.#parentOf(held) === undefined);
    const groups = new Map<LatePlace | undefined, Set<HeldSpan>>();
    const keys = new Map(
      tops.flatMap((top) =>
        this.#downFrom(top).map((held) => [held, isKnown ? top.place.top : undefined]),
      ),
    );
    // Spans that name each other as their parents, in a circle, are under no top, and in no group of it.
    for (const held of [...keys.keys(), ...spans]) {
      const key = keys.get(held);
      groups.set(key, (groups.get(key) ?? new Set()).add(held));
    }
    return groups.values();
  }

  #parentOf({ above }: HeldSpan): HeldSpan | undefined {
    return above && this.#spans.get(above);
  }

  /** Everything above the span has ended. What is held waits for that: a span under it waits as well. */
  #isComplete(held: HeldSpan): boolean {
    return (
      this.#parentOf(held) === undefined &&
      (held.parentKind !== 'local' || held.above?.settled === true)
    );
  }

  /** A span and all that is held below it, parents before children. */
  #downFrom(top: HeldSpan): readonly HeldSpan[] {
    const found = new Set([top]);
    // A set may grow while it is walked, and holds each once, also one that is its own ancestor.
    for (const { place } of found) {
      for (const child of this.#children.get(place) ?? []) {
        found.add(child);
      }
    }
    return [...found];
  }

  /** What is still held under a span waits for that one to come, although others have gone already. */
  #forgetChildren(places: Iterable<LatePlace | undefined>): void {
    for (const place of places) {
      const children = place && this.#children.get(place);
      if (place !== undefined && children !== undefined) {
        const left = children.filter((child) => this.#spans.has(child.place));
        if (left.length === 0) {
          this.#children.delete(place);
        } else {
          this.#children.set(place, left);
        }
      }
    }
  }

  /** @param all - what all spans of a trace tell that is cut in two */
  #release(spans: readonly HeldSpan[], all?: ToldTogether): readonly ReleasedSpan[] {
    const below = new Map<HeldSpan, ToldTogether>();
    const staying = new Set<HeldSpan>();
    for (const held of [...spans].reverse()) {
      const children = this.#children.get(held.place) ?? [];
      below.set(
        held,
        children.reduce<ToldTogether>(
          (told, child) => both(told, below.get(child) ?? 'nothing'),
          toldBy(held),
        ),
      );
      if (held.place.stays || children.some((child) => staying.has(child))) {
        staying.add(held);
      }
    }
    for (const { place } of spans) {
      place.settled = true;
      this.#spans.delete(place);
      this.#children.delete(place);
    }
    this.#forgetChildren(new Set(spans.map(({ above }) => above)));
    return spans.map((held) => ({
      held,
      agreed: sessionIn(all ?? below.get(held)),
      stays: staying.has(held),
      cutOff: all !== undefined && sessionIn(all) === undefined,
    }));
  }
}

function toldBy(held: HeldSpan): ToldTogether {
  const told = toldOf(held);
  return told === undefined ? held.place.below : toldAtEnd(told);
}

function sessionIn(told: ToldTogether | undefined): Told | undefined {
  return typeof told === 'object' ? told : undefined;
}
