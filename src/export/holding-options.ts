import { requireKnownNames } from '../options/checks/known-names.js';
import { integer, milliseconds } from '../options/checks/number.js';

/** How much, and how long, `sessions.exporter` holds. */
export interface HoldingOptions {
  /**
   * How long the spans of a trace wait for its session, in milliseconds, more than 0. A turn that takes longer goes
   * out in two parts. Default 120 000.
   *
   * @example
   * ```ts
   * sessions.exporter(exporter, { holdMillis: 600_000 });
   * ```
   */
  readonly holdMillis?: number;

  /**
   * Spans held or remembered at once, an integer of at least 1; the oldest trace goes out first. Default 10 000.
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
}

/** The options, complete and checked. */
export type ResolvedHolding = Required<HoldingOptions>;

const DEFAULTS: ResolvedHolding = {
  holdMillis: 120_000,
  maxSpans: 10_000,
  maxBytes: 32 * 1_024 * 1_024,
};

// What `setTimeout` takes; past it, it fires at once.
const MAX_MILLIS = 2 ** 31 - 1;

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
  } = options;
  return {
    holdMillis: milliseconds('holdMillis', holdMillis, MAX_MILLIS),
    maxSpans: integer('maxSpans', maxSpans, 1),
    maxBytes: integer('maxBytes', maxBytes, 1),
  };
}
