import { tryToRead } from '../diagnostics/try-to-read.js';
import type { SessionTracingOptions } from '../options/options.js';
import { assemble } from './assemble.js';
import type { Parts } from './parts.js';

// `Symbol.for`, so that the CJS and the ESM copy of this package share state with one another.
const PARTS = Symbol.for('otel-session-trace.parts.v2');

/** Puts the parts on an object, where `partsOf` finds them. */
export function sharingParts<T extends object>(object: T, parts: Parts): T {
  return Object.defineProperty(object, PARTS, { value: parts });
}

/** Whether an object shares its parts. */
export function sharesParts(object: object): boolean {
  return PARTS in object;
}

/**
 * The parts that an object shares, or new ones for options.
 *
 * @throws TypeError for wrong options
 */
export function partsOf(optionsOrTracing: object): Parts {
  const fields = optionsOrTracing as { [PARTS]?: Parts } | null | undefined;
  return tryToRead(() => fields?.[PARTS]) ?? assemble(optionsOrTracing as SessionTracingOptions);
}
