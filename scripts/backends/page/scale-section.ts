import type { Length } from '../scale/lengths.js';
import type { PageLoad } from '../scale/load-page.js';
import type { LengthAnswer } from '../scale/measure-length.js';
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
      ...(answer instanceof Error ? [answer.message, '', '', ''] : cells(length, answer)),
    ]);
    return `**${backend.name} ${backend.version}**\n\n${table(HEAD, rows)}`;
  });
  const head = `*Measured on ${today()} by \`npm run backends -- scale\`, one backend and one session after the other. Seconds are processor time, which a busy machine does not make longer: of the backend for the first and the third, of the browser for the last.*`;
  return [head, ...tables].join('\n\n');
}

function cells({ spans: sent }: Length, answer: LengthAnswer): string[] {
  const { intake, traces, spans, apiCpuMillis, page } = answer;
  const taken = intake.isWhole
    ? seconds(intake.cpuMillis)
    : `not settled after ${seconds(intake.millis)} on the clock: ${intake.spans} of ${sent}`;
  return [
    taken,
    traces > 1 ? `${traces}, ${spans} spans in the first` : `${traces}`,
    seconds(apiCpuMillis),
    page ? shown(page) : 'no page',
  ];
}

function shown({ isShown, millis, cpuMillis, notice }: PageLoad): string {
  const when = isShown
    ? seconds(cpuMillis)
    : `none within ${seconds(millis)} on the clock, ${seconds(cpuMillis)} of the processor`;
  return notice === undefined ? when : `${when}, “${notice}”`;
}

function seconds(millis: number): string {
  return `${(millis / 1_000).toFixed(millis < 10_000 ? 1 : 0)} s`;
}
