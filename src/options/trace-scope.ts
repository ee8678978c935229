import { requireCalled } from '../diagnostics/factory.js';
import type { Guard } from '../diagnostics/guard.js';
import { withoutRejection } from '../diagnostics/promises.js';
import { oneOf } from './checks/one-of.js';

/** A session's counters at the start of a turn, for a function that decides which trace it goes to. */
export interface SessionProgress {
  readonly sessionId: string;
  /** The key of the trace that turns went to until now; undefined for the session's own trace. */
  readonly key: string | undefined;
  /** Spans started in that trace by this process so far. */
  readonly spans: number;
  /** Age of that trace in this process, in milliseconds. */
  readonly millis: number;
  /** Turns started in the session by this process so far. */
  readonly turns: number;
}

/**
 * Chooses the trace of a turn by its key, 1 to 256 characters: the same key, the same trace, in every
 * process. Undefined means the session's own trace.
 */
export type TraceKey = (session: SessionProgress) => string | undefined;

/** What one trace holds. */
export type TraceScope = 'session' | 'interaction' | TraceKey;

/** How much of a session is one trace. */
export interface TraceScopeOption {
  /**
   * What one trace holds: `'session'`, one turn (`'interaction'`), or what a function says that is
   * asked at the start of each turn and returns the key of the trace (`rotateAfter` makes one).
   * Default `'session'`.
   *
   * @example
   * ```ts
   * createSessionTracing({ sessionId, traceScope: rotateAfter({ spans: 1_500 }) });
   * ```
   */
  readonly traceScope?: TraceScope;
}

interface ResolvedTraceScope {
  /** The scope is `'session'`: a trace has no bound. */
  readonly oneTracePerSession: boolean;
  /** Each turn has a trace of its own. */
  readonly tracePerInteraction: boolean;
  /** Answers undefined where the function threw: then a turn stays in the current trace. */
  readonly traceKey:
    | ((progress: SessionProgress, _: undefined) => { readonly key: unknown } | undefined)
    | undefined;
}

/** Checks the option, and fills it in where it is left out. */
export function resolveTraceScope(
  { traceScope = 'session' }: TraceScopeOption,
  guard: Guard,
): ResolvedTraceScope {
  if (typeof traceScope === 'function') {
    requireCalled('traceScope', traceScope);
    return {
      oneTracePerSession: false,
      tracePerInteraction: false,
      // In an object, because a key may be undefined as well.
      traceKey: guard.wrap('traceScope', (progress: SessionProgress) => ({
        key: withoutRejection(traceScope(progress)),
      })),
    };
  }
  const scope = oneOf('traceScope', traceScope, ['session', 'interaction'], ' or a function');
  return {
    oneTracePerSession: scope === 'session',
    tracePerInteraction: scope === 'interaction',
    traceKey: undefined,
  };
}
