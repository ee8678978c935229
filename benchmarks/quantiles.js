// Order statistics: noise only ever adds time, so means would mostly tell of the neighbours.

/** The value below which that share of the values lies. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * share)];
}

export function median(values) {
  return quantile(values, 0.5);
}

export function firstQuartile(values) {
  return quantile(values, 0.25);
}
