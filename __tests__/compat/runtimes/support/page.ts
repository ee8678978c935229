import { readFileSync, writeFileSync } from 'node:fs';

import { formatPage } from './format-page.js';
import { readMeasurements } from './measurements.js';
import { rows } from './rows.js';

const PAGE = new URL('../../../../docs/runtimes.md', import.meta.url);
const [BEGIN, END] = ['<!-- measured: runtimes -->', '<!-- end of runtimes -->'];

/** The page of the runtimes as it must be: between two comments, what the rows and their last runs say. */
function renewed(page: string): string {
  const measurements = readMeasurements();
  const measured = rows.flatMap((row) => {
    const measurement = measurements[row.name];
    return measurement ? [{ ...row, measured: measurement }] : [];
  });
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`Expected ${BEGIN} and ${END} in docs/runtimes.md.`);
  return `${page.slice(0, from)}${BEGIN}\n\n${formatPage(measured)}\n\n${page.slice(to)}`;
}

/** Writes the page anew. */
export function renewPage(): void {
  writeFileSync(PAGE, renewed(readFileSync(PAGE, 'utf8')));
}

/** What is wrong with the page, or with what it tells of, in words. */
export function findPageProblems(): string[] {
  const measurements = readMeasurements();
  const page = readFileSync(PAGE, 'utf8');
  return [
    ...rows
      .filter(({ name }) => measurements[name] === undefined)
      .map(({ name }) => `${name} was never run to the end: npm run test:runtimes -- --write`),
    ...(renewed(page) === page ? [] : ['docs/runtimes.md is not what the rows say']),
  ];
}
