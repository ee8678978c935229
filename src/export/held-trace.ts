import type { Session } from '../sessions/session.js';
import type { HeldSpan } from './held-span.js';

/** The session that a trace went to when it had to go out before it was complete, if to any. */
export interface Verdict {
  readonly session: Session | undefined;
}

/** What the spans from one downwards tell: one session, none yet, or more than one. */
type Told = Session | 'nothing' | 'several';

/**
 * The spans of one local trace. Children end before their parents, so a span goes out when everything above
 * it has ended: only then is it known whether its parent goes to the same session.
 */
export class HeldTrace {
  readonly heldSinceMillis: number;
  readonly #spans = new Map<string, HeldSpan>();
  readonly #children = new Map<string, HeldSpan[]>();
  /** What became of the trace when it had to go out before it was complete. */
  #verdict: Verdict | undefined;

  /** @param verdict - what became of an earlier part of the trace */
  constructor(nowMillis: number, verdict?: Verdict) {
    this.#verdict = verdict;
    this.heldSinceMillis = nowMillis;
  }

  get verdict(): Verdict | undefined {
    return this.#verdict;
  }

  get size(): number {
    return this.#spans.size;
  }

  parentOf(held: HeldSpan): HeldSpan | undefined {
    return held.parentId === undefined ? undefined : this.#spans.get(held.parentId);
  }

  /** Puts a span in, and gives back what can go out now, parents before children, each with its session. */
  add(held: HeldSpan): readonly HeldSpan[] {
    this.#spans.set(held.spanId, held);
    if (held.parentId !== undefined) {
      const siblings = this.#children.get(held.parentId);
      if (siblings === undefined) {
        this.#children.set(held.parentId, [held]);
      } else {
        siblings.push(held);
      }
    }
    const mayGo = this.#verdict !== undefined || this.#isComplete(held);
    return mayGo ? this.#release(this.#downFrom(held)) : [];
  }

  /**
   * All spans, complete or not. If they agree on one session, it is the session of what is still to come as
   * well; if not, none is guessed, and all stay as they are.
   */
  takeAll(): readonly HeldSpan[] {
    if (this.#verdict === undefined) {
      const told = [...this.#spans.values()].reduce<Told>(
        (all, held) => both(all, held.told ?? 'nothing'),
        'nothing',
      );
      this.#verdict = { session: typeof told === 'string' ? undefined : told };
    }
    const tops = [...this.#spans.values()].filter((held) => this.parentOf(held) === undefined);
    const reached = new Set(tops.flatMap((top) => this.#downFrom(top)));
    // Spans whose parents run in a circle have no top; they must not be lost either.
    return this.#release([...new Set([...reached, ...this.#spans.values()])]);
  }

  /** Everything above the span has ended. */
  #isComplete(held: HeldSpan): boolean {
    let above: HeldSpan | undefined = held;
    for (let depth = 0; above !== undefined && depth <= this.#spans.size; depth++) {
      if (above.isTop) {
        return true;
      }
      above = this.parentOf(above);
    }
    return false;
  }

  /** A span and all that is known below it, parents before children. */
  #downFrom(top: HeldSpan): HeldSpan[] {
    const found = new Set([top]);
    // A set may grow while it is walked.
    for (const held of found) {
      for (const child of this.#children.get(held.spanId) ?? []) {
        found.add(child);
      }
    }
    return [...found];
  }

  /** Decides on the spans that have not gone out yet. */
  #release(spans: readonly HeldSpan[]): readonly HeldSpan[] {
    const below = new Map<HeldSpan, Told>();
    for (const held of [...spans].reverse()) {
      let told: Told = held.told ?? 'nothing';
      for (const child of this.#children.get(held.spanId) ?? []) {
        told = both(told, below.get(child) ?? 'nothing');
      }
      below.set(held, told);
    }
    const going = spans.filter(({ span }) => span !== undefined);
    for (const held of going) {
      held.session = this.#sessionOf(held, below.get(held) ?? 'nothing');
    }
    return going;
  }

  #sessionOf(held: HeldSpan, below: Told): Session | undefined {
    if (this.#verdict !== undefined) {
      return this.#verdict.session && (held.told ?? this.#verdict.session);
    }
    const agreed = typeof below === 'string' ? undefined : below;
    return held.told ?? this.parentOf(held)?.session ?? agreed;
  }
}

function both(one: Told, other: Told): Told {
  if (one === 'nothing') {
    return other;
  }
  const same = typeof one !== 'string' && typeof other !== 'string' && one.id === other.id;
  return other === 'nothing' || same ? one : 'several';
}
