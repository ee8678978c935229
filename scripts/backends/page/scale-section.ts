import type { Length } from '../scale/lengths.js';
import { PAGE_PATIENCE_MILLIS, type LengthAnswer } from '../scale/measure-length.js';
import type { Backend } from '../servers/backend.js';
import { table } from './table.js';
import { today } from './write-section.js';

/** What a backend made of each session; an error is what it ended with. */
export type LengthAnswers = ReadonlyMap<Length, LengthAnswer | Error>;

const HEAD = ['session', 'taken in', 'traces', 'its API', 'first row on its page'];

/** How each backend takes in long sessions and shows them: a table per backend. */
export function scaleSection(answers: readonly (readonly [Backend, LengthAnswers])[]): string {
  const tables = answers.map(([backend, lengths]) => {
    const rows = [...lengths].map(([length, answer]) => [
      length.title,
      ...(answer instanceof Error
        ? [answer.message, '', '', '']
        : cells(length, answer, backend.tracePage !== undefined)),
    ]);
    return `**${backend.name} ${backend.version}**\n\n${table(HEAD, rows)}`;
  });
  const head = `*Measured on ${today()} by \`npm run backends -- scale\`, one backend and one session after the other, on one busy core: compare, and do not believe the seconds.*`;
  return [head, ...tables].join('\n\n');
}

function cells(length: Length, answer: LengthAnswer, hasPage: boolean): string[] {
  const { intake, traces, spans, apiMillis, page } = answer;
  const taken = intake.isWhole
    ? seconds(intake.millis)
    : `${intake.spans} of ${length.spans}, the last after ${seconds(intake.millis)}`;
  const ofOne = traces > 1 ? `${traces}, ${spans} spans in the first` : `${traces}`;
  const shown = page
    ? [seconds(page.millis), ...(page.notice === undefined ? [] : [`“${page.notice}”`])].join(', ')
    : `none within ${seconds(PAGE_PATIENCE_MILLIS)}`;
  return [taken, ofOne, seconds(apiMillis), hasPage ? shown : 'no page'];
}

function seconds(millis: number): string {
  return `${(millis / 1_000).toFixed(millis < 10_000 ? 1 : 0)} s`;
}
