/** A question that names what was meant, if one of the names is near; otherwise nothing. It begins with a space. */
export function didYouMean(name: string, names: readonly string[]): string {
  const plain = plainOf(name);
  const near = names
    .map((each) => ({ each, distance: distanceOf(plain, plainOf(each)) }))
    .filter(({ each, distance }) => distance <= Math.max(1, Math.floor(each.length / 4)))
    .sort((a, b) => a.distance - b.distance);
  return near[0] === undefined ? '' : ` Did you mean \`${near[0].each}\`?`;
}

/** Without what people write in one way or the other. */
function plainOf(name: string): string {
  return name
    .slice(0, 64)
    .toLowerCase()
    .replace(/[^a-z\d]/g, '');
}

/** How many letters have to be put in, taken out or changed. */
function distanceOf(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const change = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
