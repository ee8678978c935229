import { expected } from '../diagnostics/expected.js';

/** How much, and how long, `sessions.exporter` holds. */
export interface HoldingOptions {
  /**
   * How long the spans of a trace wait for its session, in milliseconds, more than 0. A turn that takes longer goes
   * out in two parts. Default 120 000.
   */
  readonly holdMillis?: number;
  /** Spans held or remembered at once, an integer of at least 1; the oldest trace goes out first. Default 10 000. */
  readonly maxSpans?: number;
  /** About how many bytes are held at once, an integer of at least 1. Default 33 554 432 (32 MiB). */
  readonly maxBytes?: number;
}

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
  for (const name of Object.keys(options)) {
    if (!(name in DEFAULTS)) {
      throw new TypeError(
        `Expected options among ${Object.keys(DEFAULTS).join(', ')}, got \`${name}\`.`,
      );
    }
  }
  const {
    holdMillis = DEFAULTS.holdMillis,
    maxSpans = DEFAULTS.maxSpans,
    maxBytes = DEFAULTS.maxBytes,
  } = options;
  if (typeof holdMillis !== 'number' || !(holdMillis > 0 && holdMillis <= MAX_MILLIS)) {
    throw expected('holdMillis', `a number of milliseconds > 0, at most ${MAX_MILLIS}`, holdMillis);
  }
  for (const [name, value] of Object.entries({ maxSpans, maxBytes })) {
    if (!Number.isInteger(value) || value < 1) {
      throw expected(name, 'an integer >= 1', value);
    }
  }
  return { holdMillis, maxSpans, maxBytes };
}
