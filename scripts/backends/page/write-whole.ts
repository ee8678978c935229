import { BACKEND_NAMES } from '../servers/all.js';
import type { Backend } from '../servers/backend.js';
import { writeSection } from './write-section.js';

/** Writes what all backends answered into a page; what some of them answered is only printed, for a page has all. */
export function writeWhole(
  page: string,
  section: string,
  text: string,
  backends: readonly Backend[],
): void {
  if (backends.length === BACKEND_NAMES.length) {
    writeSection(page, section, text);
  } else {
    console.log(`${text}\n\nnot written to ${page}: not every backend was asked`);
  }
}
