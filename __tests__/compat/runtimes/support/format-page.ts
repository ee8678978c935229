import { readFileSync } from 'node:fs';

import type { Measurement, Numbers } from './measurements.js';
import type { Row, Way } from './rows.js';

/** A row, and what came of it. */
export interface MeasuredRow extends Row {
  readonly measured: Measurement;
}

/** Rows of one folder with the same ways: what is pasted is the same. */
type Section = readonly [MeasuredRow, ...MeasuredRow[]];

/** Writes the part of docs/runtimes.md that tells of the rows: a table, and what to paste. */
export function formatPage(rows: readonly MeasuredRow[]): string {
  const sections = toSections(rows);
  const lines = sections.flatMap((section) => section.map((row) => toLine(row, section)));
  return [
    '| runtime | run on | before: spans / traces | after | what it needs |',
    '|---|---|---|---|---|',
    ...lines,
    '',
    '## Lines to paste',
    '',
    ...sections.map(toText),
  ]
    .join('\n')
    .trimEnd();
}

function toSections(rows: readonly MeasuredRow[]): Section[] {
  const sections: Section[] = [];
  for (const row of rows) {
    const last = sections.at(-1);
    const isAlike =
      last?.[0].folder === row.folder && JSON.stringify(last[0].ways) === JSON.stringify(row.ways);
    if (last && isAlike) sections.splice(-1, 1, [...last, row]);
    else sections.push([row]);
  }
  return sections;
}

function toLine(row: MeasuredRow, [{ name: heading }]: Section): string {
  const { measured, name, ways } = row;
  const [first] = ways;
  const after = first && measured.ways[first.name];
  const cells = [
    `[${name}](#${anchorOf(heading)}) ${versionsOf(row)[row.package] ?? ''}`,
    measured.day,
    format(measured.before),
    after ? format(after) : '',
    ways.map(({ needs }) => needs).join('; or '),
  ];
  return `| ${cells.join(' | ')} |`;
}

function toText(section: Section): string {
  const [row, ...others] = section;
  const notes = section.flatMap(({ notes: own = [] }) => own);
  const sameFor = others.map(({ name }) => name).join(', and ');
  return [
    `### ${row.name}`,
    '',
    ...(sameFor ? [`The same for ${sameFor}.`, ''] : []),
    `With ${packagesOf(row)}, and SDK ${row.sdk}. ${notes.join(' ')}`.trimEnd(),
    '',
    ...row.ways.flatMap((way) => [toBlock(row, way), '']),
  ].join('\n');
}

function toBlock({ folder }: Row, { needs, paste, program = 'app.js', register }: Way): string {
  const heading = `${needs.charAt(0).toUpperCase()}${needs.slice(1)}:`;
  if (paste === undefined) {
    const settings = Object.entries(register ?? {}).map(([name, value]) => `${name}='${value}' `);
    return `${heading}\n\`${settings.join('')}node --import otel-session-trace/register ${program}\``;
  }
  const path = `__tests__/compat/runtimes/${folder}/${paste}`;
  const lines = readFileSync(new URL(`../${folder}/${paste}`, import.meta.url), 'utf8');
  return `${heading}\n\n\`\`\`js ${path}\n${lines}\`\`\``;
}

/** What a program installs beside OpenTelemetry. */
function packagesOf(row: Row): string {
  return Object.entries(versionsOf(row))
    .filter(([name]) => !name.startsWith('@opentelemetry/') && name !== 'zod')
    .map(([name, version]) => `\`${name}\` ${version}`)
    .join(', ');
}

function versionsOf({ folder }: Row): Readonly<Record<string, string>> {
  const text = readFileSync(new URL(`../${folder}/package.json`, import.meta.url), 'utf8');
  return (JSON.parse(text) as { dependencies: Record<string, string> }).dependencies;
}

function format({ spans, traces }: Numbers): string {
  return `${spans} / ${traces}`;
}

/** As the page's viewer makes it of a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}
