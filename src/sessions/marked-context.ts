import type { SpanContext } from '@opentelemetry/api';
import type { Mark } from './mark.js';

/*
 * Where the mark is kept: on the span's own SpanContext object. That object outlives the span (an ended one
 * answers `isRecording() === false` like a phantom) and goes along when somebody wraps it again with
 * `trace.setSpanContext(context, span.spanContext())`.
 *
 * A private field that is added to an object of somebody else shows nowhere: not to `console.log`, a copy, a
 * comparison or JSON; and no header can forge it. It costs what a property costs, and a WeakMap ten times that;
 * only to look for one where there is none is dear.
 */

interface Marks {
  add(this: void, spanContext: SpanContext, mark: Mark): void;
  read(this: void, spanContext: SpanContext): Mark | undefined;
  write(this: void, spanContext: SpanContext, mark: Mark): void;
}

/**
 * A class whose constructor gives back what it is given: a subclass puts its private fields there. Being derived
 * itself, it has no object made that nobody wants, 24 bytes for each span.
 */
class OnGivenObject extends Object {
  // @ts-expect-error -- a call of `super` would make that object
  constructor(object: object) {
    return object;
  }
}

class Marked extends OnGivenObject {
  #mark: Mark;

  constructor(spanContext: SpanContext, mark: Mark) {
    super(spanContext);
    this.#mark = mark;
  }

  static add(this: void, spanContext: SpanContext, mark: Mark): void {
    new Marked(spanContext, mark);
  }

  static read(this: void, spanContext: object): Mark | undefined {
    return #mark in spanContext ? spanContext.#mark : undefined;
  }

  static write(this: void, spanContext: SpanContext, mark: Mark): void {
    try {
      // Nearly always there is none yet, and to look for one that is not there would be dear.
      new Marked(spanContext, mark);
    } catch {
      (spanContext as unknown as Marked).#mark = mark;
    }
  }
}

// `Symbol.for`, so that two copies of this package in one process (CJS and ESM, say) read each other's marks.
const SHARED = Symbol.for('otel-session-trace.marks.v2');

function sharedMarks(): Marks {
  const present = (globalThis as { [SHARED]?: Marks })[SHARED];
  if (present === undefined) {
    Reflect.defineProperty(globalThis, SHARED, { value: Marked });
  }
  return present ?? Marked;
}

const { add, read, write } = sharedMarks();

/**
 * Puts a mark on a span context that has none.
 *
 * @throws TypeError where it has one
 */
export const addMark: (spanContext: SpanContext, mark: Mark) => void = add;

/** Reads the mark of a span context, if it has one. */
export const markOf: (spanContext: SpanContext) => Mark | undefined = read;

/** Puts a mark on a span context of our own making, or one that the SDK just made. */
export const setMark: (spanContext: SpanContext, mark: Mark) => void = write;
