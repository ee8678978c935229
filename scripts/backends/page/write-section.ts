import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Writes what was measured into a page, between the two comments that mark its place.
 *
 * @param page - a path from the root of the repository
 * @throws Error when the page has no such place
 */
export function writeSection(page: string, section: string, text: string): void {
  const path = fileURLToPath(new URL(`../../../${page}`, import.meta.url));
  const [begin, end] = [`<!-- measured: ${section} -->`, `<!-- end of ${section} -->`];
  const before = readFileSync(path, 'utf8');
  const [from, to] = [before.indexOf(begin), before.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`Expected ${begin} and ${end} in ${page}.`);
  const head = before.slice(0, from + begin.length);
  writeFileSync(path, `${head}\n\n${text}\n\n${before.slice(to)}`);
}

/** The day of a run, as the page says it. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
