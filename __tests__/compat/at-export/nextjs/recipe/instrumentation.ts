export async function register() {
  // What runs on the edge has neither node:crypto nor this SDK.
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    await import('./instrumentation-node');
  }
}
