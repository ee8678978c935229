import type { Notices } from '../diagnostics/notices.js';
import { isAnySpanSeen } from '../propagation/use-of-with-session.js';
import { registeredTracerProvider } from '../sdk/registered-provider.js';
import { isMissingInRegistered } from './registered-processors.js';

// `Symbol.for`: one look is enough, however many copies of this package and processors there are.
const LOOKS = Symbol.for('otel-session-trace.looks-at-exit');

/**
 * Looks, when the process ends, whether a span processor was made that no span could reach. Not earlier: a provider may be
 * registered at any time.
 */
export function lookAtExit(notices: Notices): void {
  if (LOOKS in globalThis) {
    return;
  }
  Object.defineProperty(globalThis, LOOKS, { value: true });
  process.once('exit', (exitCode) => {
    // What failed has other things to say.
    const why = exitCode !== 0 || isAnySpanSeen() ? undefined : whyNotReached();
    if (why !== undefined) {
      notices.warnOnce(
        'never reached',
        `a SessionTraceSpanProcessor was made, and no span has reached it: ${why}`,
      );
    }
  });
}

/** Undefined where it may well be that no span was started. */
function whyNotReached(): string | undefined {
  if (registeredTracerProvider() === undefined) {
    return (
      'no tracer provider is registered. Call `provider.register()` (SDK 3: `trace.setGlobalTracerProvider(provider)`) ' +
      'before the first span.'
    );
  }
  return isMissingInRegistered()
    ? 'the registered tracer provider does not have it. Its option is `spanProcessors`, a list.'
    : undefined;
}
