/**
 * How long the spans of a tracing are placed: until each of its span processors that have seen one is shut down. A
 * tracing on several providers has several.
 */
export class Lifetime {
  readonly #atWork = new Set<object>();
  isOver = false;
  /** A span processor has ever seen a span. */
  hasBegun = false;

  /** A span processor has seen a span. */
  begin(processor: object): void {
    this.#atWork.add(processor);
    this.isOver = false;
    this.hasBegun = true;
  }

  /** A span processor is shut down. */
  end(processor: object): void {
    this.#atWork.delete(processor);
    this.isOver = this.#atWork.size === 0;
  }
}
