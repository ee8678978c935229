/** How many traces, spans or sessions an answer has, in whichever form the backend gives it. */
export function countHits(answer: unknown): number {
  const list = firstList(answer);
  if (!list) throw new Error(`Expected a list, got ${JSON.stringify(answer).slice(0, 200)}.`);
  return list.length;
}

/** The outermost list. */
function firstList(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value as unknown[];
  if (typeof value !== 'object' || value === null) return undefined;
  for (const each of Object.values(value)) {
    const list = firstList(each);
    if (list) return list;
  }
  return undefined;
}
