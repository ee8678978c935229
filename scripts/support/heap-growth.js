/**
 * How much a heap grew between its first checkpoints and its last: each the mean of three, for one collection leaves
 * more than another. The very first checkpoint does not count: until then, stores are being filled.
 */
export function growthOf(heaps) {
  return mean(heaps.slice(-3)) - mean(heaps.slice(1, 4));
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
