import { tryToRead } from '../diagnostics/try-to-read.js';
import type { InstrumentationScope } from '../sdk/instrumentation-scope.js';
import type { SdkSpanFields } from '../sdk/span.js';

/** The instrumentation scope of a span; undefined for a span of another make. */
export function scopeOfSpan(span: object): InstrumentationScope | undefined {
  return tryToRead(() => {
    const { instrumentationScope, instrumentationLibrary } = span as SdkSpanFields;
    const found = instrumentationScope ?? instrumentationLibrary;
    // Untyped callers ask for tracers of any name, or of none.
    return typeof found?.name === 'string' ? found : undefined;
  });
}
