/** Keeps a map within a bound: forgets what was put in first. */
export function dropOldest(map: Map<string, unknown>, bound: number): void {
  for (const key of map.keys()) {
    if (map.size <= bound) {
      return;
    }
    map.delete(key);
  }
}
