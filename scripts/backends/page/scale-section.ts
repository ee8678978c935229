import { LENGTHS } from '../scale/lengths.js';
import type { LengthAnswer } from '../scale/measure-length.js';
import type { Backend } from '../servers/backend.js';
import { table } from './table.js';
import { today } from './write-section.js';

/** Seconds until a trace is there, by the API and on the page: a row per backend. */
export function scaleSection(
  answers: readonly (readonly [Backend, readonly (LengthAnswer | undefined)[]])[],
): string {
  const heads = LENGTHS.map(({ spans, rotateAfterSpans }) =>
    rotateAfterSpans === undefined
      ? `${spans} spans`
      : `${spans} spans, \`rotateAfter({ spans: ${rotateAfterSpans} })\`, one of its traces`,
  );
  const rows = answers.map(([backend, lengths]) => [
    `${backend.name} ${backend.version}`,
    ...lengths.map((length) =>
      length === undefined
        ? 'not at rest within five minutes'
        : cell(length, backend.tracePage !== undefined),
    ),
  ]);
  return [
    `*Measured on ${today()} by \`npm run backends -- scale\`, on a machine with two busy cores: compare, and do not believe the seconds. API / first row on the page.*`,
    table(['backend', ...heads], rows),
  ].join('\n\n');
}

function cell({ traces, spans, apiMillis, pageMillis }: LengthAnswer, hasPage: boolean): string {
  const page = pageMillis === undefined ? (hasPage ? 'never' : 'no page') : seconds(pageMillis);
  const found = traces > 1 ? `, ${traces} traces found, this one has ${spans} spans` : '';
  return `${seconds(apiMillis)} / ${page}${found}`;
}

function seconds(millis: number): string {
  return `${(millis / 1_000).toFixed(1)} s`;
}
