/**
 * Whole milliseconds since this process began. For durations and ages: nobody sets this clock, while that of the
 * machine may go back by hours.
 */
export function monotonicMillis(): number {
  return Math.floor(performance.now());
}
