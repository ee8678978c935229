/** An id generator of SDK 1, 2 or 3. */
export interface AnyIdGenerator {
  /** A trace id: 32 lower-case hexadecimal digits, not all zero. */
  generateTraceId(): string;
  /** A span id: 16 lower-case hexadecimal digits, not all zero. */
  generateSpanId(): string;
}
