/** How long the spans of a tracing are placed: until its span processor is shut down. */
export class Lifetime {
  isOver = false;
}
