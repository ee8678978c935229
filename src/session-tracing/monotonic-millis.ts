/**
 * A clock for durations and ages: whole milliseconds that have passed since it was made, never fewer than before. Nobody
 * sets the one that Node gives, while that of the machine may go back by hours; but fake timers of a test, and whoever
 * restores a snapshot of a process, put it back as well. It then goes on from where it was.
 */
export function monotonicMillis(): () => number {
  let last = performance.now();
  let passed = 0;
  return () => {
    const reading = performance.now();
    if (reading > last) {
      passed += reading - last;
    }
    last = reading;
    return Math.floor(passed);
  };
}
