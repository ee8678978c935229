import { requireKnownNames } from '../diagnostics/known-names.js';
import { integer, milliseconds } from '../options/checks/number.js';

/** How much, and how long, `sessions.exporter` holds. */
export interface HoldingOptions {
  /**
   * How long the spans of a trace wait for its session, in milliseconds, more than 0. A turn that takes longer goes
   * out in parts. Default 120 000.
   *
   * @example
   * ```ts
   * sessions.exporter(exporter, { holdMillis: 600_000 });
   * ```
   */
  readonly holdMillis?: number;

  /**
   * Spans held at once, an integer of at least 1; the oldest trace goes out first. Default 10 000.
   *
   * @example
   * ```ts
   * sessions.exporter(exporter, { maxSpans: 50_000 });
   * ```
   */
  readonly maxSpans?: number;

  /**
   * About how many bytes are held at once, an integer of at least 1. Default 33 554 432 (32 MiB).
   *
   * @example
   * ```ts
   * sessions.exporter(exporter, { maxBytes: 128 * 1_024 * 1_024 });
   * ```
   */
  readonly maxBytes?: number;

  /**
   * How long the exporter behind may take to answer, in milliseconds, more than 0: nothing waits longer for it, neither
   * `forceFlush` nor `shutdown`. Default 30 000, as that of the SDK's batch processor; where you set that one, set
   * both.
   *
   * @example
   * ```ts
   * new BatchSpanProcessor(sessions.exporter(exporter, { exportTimeoutMillis: 5_000 }), {
   *   exportTimeoutMillis: 5_000,
   * });
   * ```
   */
  readonly exportTimeoutMillis?: number;
}

/** The options, complete and checked. */
export type ResolvedHolding = Required<HoldingOptions>;

const DEFAULTS: ResolvedHolding = {
  holdMillis: 120_000,
  maxSpans: 10_000,
  maxBytes: 32 * 1_024 * 1_024,
  exportTimeoutMillis: 30_000,
};

/** What timers take; past it, they fire at once. */
export const MAX_MILLIS: number = 2 ** 31 - 1;

/**
 * Fills and checks.
 *
 * @throws TypeError that names the option, what it should be, and what it is
 */
export function resolveHolding(options: HoldingOptions): ResolvedHolding {
  requireKnownNames(options, Object.keys(DEFAULTS));
  const {
    holdMillis = DEFAULTS.holdMillis,
    maxSpans = DEFAULTS.maxSpans,
    maxBytes = DEFAULTS.maxBytes,
    exportTimeoutMillis = DEFAULTS.exportTimeoutMillis,
  } = options;
  return {
    holdMillis: milliseconds('holdMillis', holdMillis, MAX_MILLIS),
    maxSpans: integer('maxSpans', maxSpans, 1),
    maxBytes: integer('maxBytes', maxBytes, 1),
    exportTimeoutMillis: milliseconds('exportTimeoutMillis', exportTimeoutMillis, MAX_MILLIS),
  };
}
