/** What maps and sets by text have in common. */
type Keyed = Pick<Map<string, unknown>, 'keys' | 'size' | 'delete'>;

/** Keeps a map or a set within a bound: forgets what was put in first. */
export function dropOldest(store: Keyed, bound: number): void {
  for (const key of store.keys()) {
    if (store.size <= bound) {
      return;
    }
    store.delete(key);
  }
}
