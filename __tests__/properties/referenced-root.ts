import type { Setup } from './program.js';

/** Another process exports the root: but for a key that a function gave, which only this one may know. */
export function isReferenced(
  { root, throwing }: Setup,
  { key }: { readonly key: string | undefined },
): boolean {
  return root === 'reference' && throwing !== 'sessionRoot' && key === undefined;
}
