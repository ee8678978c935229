// What becomes, at export, of spans without a session, where `sessions.exporter` holds them and other spans tell it:
// docs/decisions.md, "A request goes where what was started in it went", read naively.
import { isSame, isSameTrace, type ExpectedPlace } from './expectation.js';
import { placeHeld } from './model-placed-late.js';
import type { ModelSession } from './model-session.js';
import type { ModelSpan, ModelState } from './model-state.js';
import { underRoot } from './model-where.js';

/** What spans under one without a session tell: theirs, or that there are several. */
export interface ModelTold {
  readonly session: ModelSession;
  /** Where another can go: right under the root, or under what is in its place. */
  readonly place: ExpectedPlace | undefined;
  readonly hasTurn: boolean;
}

type Together = ModelTold | 'nothing' | 'several';

/** What has been decided about a span: the session that it went to, if it went anywhere. */
interface Decision {
  readonly session: ModelSession | undefined;
  readonly place: ExpectedPlace;
}

/** A span that goes out, with what those around it say. */
export interface Released {
  readonly index: number;
  readonly agreed: Together;
  readonly stays: boolean;
  /** Its trace was cut, and does not agree. */
  readonly cutOff: boolean;
}

/** The spans that are held, and where they go. */
export class ModelAtExport {
  readonly #model: ModelState;
  readonly #notes = new Map<number, Together>();
  readonly #held = new Set<number>();
  readonly #queue: number[] = [];
  readonly #decided = new Map<number, Decision>();
  readonly #staying = new Set<number>();
  /** Spans under or beside which a log record made one. */
  readonly #logged = new Set<number>();
  /** Tops of traces in which something may have been dropped, or not. */
  readonly #unsure = new Set<number>();

  constructor(model: ModelState) {
    this.#model = model;
  }

  /** A span has started: where it has a session, it tells those above it that have none. */
  started(index: number): void {
    const span = this.#model.spans[index];
    const above = this.#above(index);
    if (above !== undefined && span?.start.active === true && this.#model.setup.reentrant) {
      // A function of the user's may have started a span under it that no model knows.
      this.#unsure.add(this.#top(above));
    }
    if (span?.session === undefined || above === undefined || span.expectation.dropped === true) {
      return;
    }
    const { moved } = span;
    const { place, turnNumber, isOpen, dropped } = span.expectation;
    if (isOpen || dropped === undefined) this.#unsure.add(this.#top(above));
    const told: ModelTold = {
      session: span.session,
      place: this.#placeBeside(moved, place),
      hasTurn: turnNumber !== undefined,
    };
    for (const each of new Set([above, this.#top(above)])) {
      this.#notes.set(each, both(this.#notes.get(each) ?? 'nothing', told));
    }
    if (moved === 'followed') {
      const parent = this.#model.spans[above];
      if (parent !== undefined) parent.stayedFor ??= span.session;
    }
  }

  /** A log record, of a session or of none, made a span that is under a span of none or has a link to it. */
  logged(index: number, session: ModelSession | undefined): void {
    const { expectation } = this.#model.spans[index] ?? {};
    if (expectation === undefined || expectation.session !== undefined) return;
    const trace = session?.currentTrace;
    const isLinked =
      trace === undefined ||
      (this.#model.isDropped(trace) !== true &&
        (this.#model.hasRoot(trace) || !isSameTrace(trace, expectation.place.trace)));
    if (isLinked) this.#logged.add(index);
  }

  #placeBeside(moved: ModelSpan['moved'], place: ExpectedPlace): ExpectedPlace | undefined {
    if (moved === 'elsewhere') return undefined;
    return moved === 'followed' ? underRoot(this.#model, place.trace) : place;
  }

  /** A span has ended. */
  ended(index: number): void {
    if (this.#model.setup.processor === 'batch') {
      this.#queue.push(index);
    } else {
      this.#receive(index);
    }
  }

  /** What is queued comes; or the exporter itself is flushed, and lets go what it holds. */
  flush(): void {
    for (const index of this.#queue.splice(0)) this.#receive(index);
    if (this.#model.setup.processor === 'simple') this.#cut();
  }

  /** Whether a span is not in the trace any more that it was in. */
  hasLeft(index: number): boolean {
    const decision = this.#decided.get(index);
    const before = this.#model.spans[index]?.expectation.place;
    return (
      decision !== undefined &&
      before !== undefined &&
      !isSameTrace(decision.place.trace, before.trace)
    );
  }

  #receive(index: number): void {
    const span = this.#model.spans[index];
    if (span === undefined || (span.session !== undefined && !this.#isTaken(span))) return;
    this.#held.add(index);
    const above = this.#above(index);
    if (above === undefined || this.#decided.has(above)) this.#release(this.#downFrom(index));
  }

  #cut(): void {
    // One local trace after the other: those of others tell nothing.
    for (const top of new Set([...this.#held].map((index) => this.#top(index)))) {
      const held = [...this.#held].filter((index) => this.#top(index) === top);
      const all = held
        .map((index) => this.#toldBy(index))
        .reduce(both, this.#notes.get(top) ?? 'nothing');
      const isTop = (index: number): boolean => !this.#held.has(this.#above(index) ?? -1);
      this.#release(
        held.filter(isTop).flatMap((index) => this.#downFrom(index)),
        all,
      );
    }
    for (const index of this.#logged) {
      // It went out as it was, so what is above it stays where it is.
      if (!this.#decided.has(index)) this.#staying.add(index);
    }
    this.#logged.clear();
  }

  /** A span and what is held under it, the upper ones first. */
  #downFrom(index: number): readonly number[] {
    const children = [...this.#held].filter((each) => this.#above(each) === index);
    return [index, ...children.flatMap((child) => this.#downFrom(child))];
  }

  #release(released: readonly number[], all?: Together): void {
    const items = released.map((index): Released => {
      const agreed = all ?? this.#below(index);
      return {
        index,
        agreed,
        stays: this.#downFrom(index).some((each) => this.#staying.has(each)),
        cutOff: typeof all === 'string',
      };
    });
    for (const { index } of items) this.#held.delete(index);
    for (const item of items) this.#decide(item);
    this.#model.endLateTurns();
  }

  /** What a span tells, and those held under it. */
  #below(index: number): Together {
    return [...this.#held]
      .filter((each) => this.#above(each) === index)
      .map((child) => this.#below(child))
      .reduce(both, this.#toldBy(index));
  }

  #toldBy(index: number): Together {
    const { session, stayedFor } = this.#model.spans[index] ?? {};
    if (session !== undefined) return 'nothing';
    return stayedFor === undefined
      ? (this.#notes.get(index) ?? 'nothing')
      : { session: stayedFor, place: undefined, hasTurn: false };
  }

  #decide(item: Released): void {
    const span = this.#model.spans[item.index];
    if (span === undefined) return;
    const aboveIndex = this.#above(item.index);
    const above = aboveIndex === undefined ? undefined : this.#decided.get(aboveIndex);
    const isOpen = aboveIndex !== undefined && above === undefined;
    const decision =
      span.session === undefined
        ? placeHeld(this.#model, item, {
            above: above?.session,
            isOpen,
            inTree: this.#notes.get(this.#top(item.index)) ?? 'nothing',
          })
        : this.#returned(span, above);
    this.#decided.set(item.index, decision);
    if (this.#unsure.has(this.#top(item.index))) {
      span.atExport = { ...(span.atExport ?? span.expectation), isOpen: true };
    }
    if (isOpen && decision.session === undefined) {
      this.#staying.add(aboveIndex);
    }
  }

  /** What was taken from a parent that has followed it has it back. */
  #returned(span: ModelSpan, above: Decision | undefined): Decision {
    const { place, links } = span.expectation;
    const isUnderRoot = span.moved === 'under the root';
    if (
      above?.session === undefined ||
      !isUnderRoot ||
      !isSameTrace(above.place.trace, place.trace) ||
      isSameTrace(above.place.trace, this.#model.whereAbove(span.context.above).trace)
    ) {
      return { session: undefined, place };
    }
    const back: ExpectedPlace = { trace: place.trace, parent: span.context.above };
    span.atExport = {
      ...span.expectation,
      place: back,
      links: links.filter(
        ({ to, type }) => type !== 'displaced_parent' || !isSame(to, back.parent),
      ),
    };
    return { session: span.session, place: back };
  }

  /** A span that was placed as it started, and is linked to a parent without a session. */
  #isTaken({ context, expectation }: ModelSpan): boolean {
    return (
      context.above?.kind === 'span' &&
      this.#model.spanAt(context.above)?.session === undefined &&
      expectation.links.some(
        ({ to, type }) => type === 'displaced_parent' && isSame(to, context.above),
      )
    );
  }

  /** The span above that has no session either. */
  #above(index: number): number | undefined {
    const above = this.#model.spans[index]?.context.above;
    return above?.kind === 'span' && this.#model.spanAt(above)?.session === undefined
      ? above.span
      : undefined;
  }

  #top(index: number): number {
    const above = this.#above(index);
    return above === undefined ? index : this.#top(above);
  }
}

function both(one: Together, other: Together): Together {
  if (one === 'nothing') return other;
  if (other === 'nothing') return one;
  if (one === 'several' || other === 'several') return 'several';
  return one.session.id === other.session.id
    ? {
        session: one.session,
        place: one.place ?? other.place,
        hasTurn: one.hasTurn || other.hasTurn,
      }
    : 'several';
}
