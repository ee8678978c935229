/** What people mix up, by the methods that tell one from the other; the first that fits is it. */
const KINDS: readonly (readonly [kind: string, methods: readonly string[]])[] = [
  ['a SessionTracing', ['endSession', 'sessionContext']],
  ['a tracer provider', ['getTracer']],
  ['a meter provider', ['getMeter']],
  ['a span processor', ['onStart', 'onEnd']],
  ['a span exporter', ['export', 'shutdown']],
  ['a sampler', ['shouldSample']],
  ['a context', ['getValue', 'setValue']],
];

/** Names a thing that is often given in the place of another; undefined for any other value. Never throws. */
export function kindOfThing(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  try {
    const fields = value as Record<string, unknown>;
    return KINDS.find(([, methods]) =>
      methods.every((name) => typeof fields[name] === 'function'),
    )?.[0];
  } catch {
    return undefined;
  }
}
