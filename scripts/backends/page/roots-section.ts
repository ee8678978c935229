import { sessionIds } from '../roots/styles.js';
import type { Backend } from '../servers/backend.js';
import { table } from './table.js';
import { today } from './write-section.js';

/** What a backend makes of the roots of sessions. */
export interface RootAnswer {
  /** What it calls their kind, when nothing is said of it, and when it is. */
  readonly kindAlone: string | undefined;
  readonly kindTold: string | undefined;
  /** Sessions found by the title that one of them has as an attribute. */
  readonly foundByTitle: number;
  /** Span names to choose from, where all roots have one name; undefined: it offers none. */
  readonly namesOfOne: number | undefined;
  /** The same where each has a name of its own. */
  readonly namesOfEach: number | undefined;
}

/** A row per backend. */
export function rootsSection(answers: readonly (readonly [Backend, RootAnswer])[]): string {
  const sessions = sessionIds('named-each').length;
  const head = [
    'backend',
    'kind of a root',
    'with `openinference.span.kind: CHAIN`',
    'found by `session.title`',
    'span names on offer, all roots named `session`',
    'a name for each root',
  ];
  const rows = answers.map(([{ name, version }, answer]) => [
    `${name} ${version}`,
    answer.kindAlone ?? 'none',
    answer.kindTold ?? 'none',
    answer.foundByTitle === 1 ? 'yes' : `${answer.foundByTitle} sessions`,
    answer.namesOfOne ?? 'offers none',
    answer.namesOfEach ?? 'offers none',
  ]);
  return `*Measured on ${today()} by \`npm run backends -- roots\`, with ${sessions} sessions of one turn each.*\n\n${table(head, rows)}`;
}
