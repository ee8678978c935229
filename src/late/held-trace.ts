import type { SpanContext } from '@opentelemetry/api';
import type { Session } from '../state/session.js';
import type { ExportableSpan } from './replaceable-copy.js';

/** A span of a local trace without a session, held or gone. */
export interface HeldSpan {
  /** Undefined once it has gone out. */
  span: ExportableSpan | undefined;
  readonly spanId: string;
  readonly parentId: string | undefined;
  /** Nothing of this process is above it. */
  readonly isTop: boolean;
  readonly bytes: number;
  /** The session that its own attributes tell. */
  readonly told: Session | undefined;
  /** The session that it went to. */
  session: Session | undefined;
  /** Its context as it went out, for its children. */
  context: SpanContext | undefined;
}

/**
 * The spans of one local trace. Children end before their parents, so a span goes out when everything above
 * it has ended: only then is it known whether its parent goes to the same session.
 */
export class HeldTrace {
  readonly heldSinceMillis: number;
  readonly #spans = new Map<string, HeldSpan>();
  /** What became of the trace when it had to go out before it was complete. */
  #verdict: { readonly session: Session | undefined } | undefined = undefined;

  constructor(nowMillis: number) {
    this.heldSinceMillis = nowMillis;
  }

  get size(): number {
    return this.#spans.size;
  }

  get bytes(): number {
    let bytes = 0;
    for (const held of this.#spans.values()) {
      bytes += held.span === undefined ? 0 : held.bytes;
    }
    return bytes;
  }

  add(held: HeldSpan): void {
    this.#spans.set(held.spanId, held);
  }

  parentOf(held: HeldSpan): HeldSpan | undefined {
    return held.parentId === undefined ? undefined : this.#spans.get(held.parentId);
  }

  /** The spans that can go out now, parents before children, each with its session. */
  takeComplete(): HeldSpan[] {
    return this.#take((held) => this.#verdict !== undefined || this.#isComplete(held));
  }

  /**
   * All spans, complete or not. If they agree on one session, it is the session of what is still to come as
   * well; if not, none is guessed, and all stay as they are.
   */
  takeAll(): HeldSpan[] {
    this.#verdict ??= { session: soleSessionOf(this.#spans.values()) };
    return this.#take(() => true);
  }

  #take(mayGo: (held: HeldSpan) => boolean): HeldSpan[] {
    const going: HeldSpan[] = [];
    const taken = new Set<HeldSpan>();
    const take = (held: HeldSpan): void => {
      if (held.span === undefined || taken.has(held) || !mayGo(held)) {
        return;
      }
      taken.add(held);
      const parent = this.parentOf(held);
      if (parent !== undefined) {
        take(parent);
      }
      held.session = this.#sessionOf(held, parent);
      going.push(held);
    };
    for (const held of this.#spans.values()) {
      take(held);
    }
    return going;
  }

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

  #sessionOf(held: HeldSpan, parent: HeldSpan | undefined): Session | undefined {
    if (this.#verdict !== undefined) {
      return this.#verdict.session && (held.told ?? this.#verdict.session);
    }
    return held.told ?? parent?.session ?? soleSessionOf(this.#subtreeOf(held));
  }

  *#subtreeOf(top: HeldSpan): Iterable<HeldSpan> {
    const inside = new Set([top.spanId]);
    // A child is put in before its parent, so one pass does not do.
    for (let size = 0; size !== inside.size;) {
      size = inside.size;
      for (const { spanId, parentId } of this.#spans.values()) {
        if (parentId !== undefined && inside.has(parentId)) {
          inside.add(spanId);
        }
      }
    }
    for (const spanId of inside) {
      const held = this.#spans.get(spanId);
      if (held !== undefined) {
        yield held;
      }
    }
  }
}

/** The session that all spans agree on who tell one. */
function soleSessionOf(spans: Iterable<HeldSpan>): Session | undefined {
  let sole: Session | undefined;
  for (const { told } of spans) {
    if (told !== undefined && sole !== undefined && told.id !== sole.id) {
      return undefined;
    }
    sole ??= told;
  }
  return sole;
}
