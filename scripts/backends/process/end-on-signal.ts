/** Ends this program on Ctrl-C and the like in the way that ends the servers it started, too. */
export function endOnSignal(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => process.exit(1));
  }
}
