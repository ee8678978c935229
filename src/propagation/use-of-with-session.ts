import { Notices } from '../diagnostics/notices.js';
import { warnThroughProcess } from '../diagnostics/process-warning.js';
import { registeredTracerProvider } from '../sdk/registered-provider.js';

/** After so many calls somebody ought to be told; a program that ends before is told at its end. */
const ENOUGH = 100;

interface Use {
  calls: number;
  /** A span processor of ours has seen a span. */
  isSeen: boolean;
}

// `Symbol.for`: withSession of one copy of this package speaks to the span processor of another.
const USE = Symbol.for('otel-session-trace.with-session-use.v1');

function use(): Use {
  const present = (globalThis as { [USE]?: Use })[USE];
  if (present !== undefined) {
    return present;
  }
  const made: Use = { calls: 0, isSeen: false };
  Reflect.defineProperty(globalThis, USE, { value: made });
  return made;
}

/** A span processor has seen a span. */
export function noteSpan(): void {
  use().isSeen = true;
}

/** Whether a span processor of ours has seen a span in this process. */
export function isAnySpanSeen(): boolean {
  return use().isSeen;
}

/** Sees to it that somebody hears of calls of withSession that are in vain, for want of a span processor. */
export function noteCall(): void {
  const current = use();
  if (current.isSeen || current.calls >= ENOUGH) {
    return;
  }
  current.calls++;
  if (current.calls === 1) {
    process.once('exit', () => {
      if (current.calls < ENOUGH) {
        tellIfInVain(current);
      }
    });
  } else if (current.calls === ENOUGH) {
    tellIfInVain(current);
  }
}

function tellIfInVain({ isSeen }: Use): void {
  // Where nothing traces, nothing is missing.
  if (!isSeen && registeredTracerProvider() !== undefined) {
    new Notices((message, isLogged) => {
      if (!isLogged) {
        warnThroughProcess(message);
      }
    }).warn(
      'withSession was called, and no SessionTraceSpanProcessor has seen a span: it has no effect. Put one first ' +
        'into the `spanProcessors` of your tracer provider.',
    );
  }
}
