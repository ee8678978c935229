import type { Tracer } from '@opentelemetry/api';

/**
 * The name of the sampler of a tracer, if it keeps a share of the traces by the ids that the SDK makes: then it drops some
 * spans of a session and keeps others. Undefined where it does not, keeps all, or cannot be seen.
 */
export function ratioSamplerOf(tracer: Tracer | undefined): string | undefined {
  // The field of SDK 1, 2 and 3.
  const { _sampler: sampler } = (tracer ?? {}) as { readonly _sampler?: { toString(): string } };
  const name = sampler?.toString() ?? '';
  if (name.includes('SessionSampler{')) {
    return undefined;
  }
  // Within others, such as one that asks it for parentless spans only, it says its name as well.
  const ratios = name.matchAll(/\w*ratio\w*[{(=]([\d.]+)[^})]*[})]?/gi);
  return [...ratios].find(([, ratio]) => Number(ratio) < 1)?.[0];
}
