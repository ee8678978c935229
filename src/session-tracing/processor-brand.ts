import { tryToRead } from '../diagnostics/try-to-read.js';

// `Symbol.for`, so that the CJS and the ESM copy of this package know each other's.
const PROCESSOR = Symbol.for('otel-session-trace.processor.v1');

/** Makes a span processor known as one of this package's. */
export function brandProcessor(processor: object): void {
  Object.defineProperty(processor, PROCESSOR, { value: true });
}

/** Whether a span processor is one of this package's. */
export function isSessionTraceSpanProcessor(processor: unknown): boolean {
  const fields = processor as { readonly [PROCESSOR]?: true } | null | undefined;
  return tryToRead(() => fields?.[PROCESSOR]) === true;
}
