import type { Answer, Finding } from '../ask/ask-backend.js';
import type { Backend } from '../servers/backend.js';
import { table } from './table.js';
import { today } from './write-section.js';

const HEAD = ['mode', 'traces', 'spans', 'roots', 'depth', 'absent parents', 'ids twice'];

/** The tables of the workload: one per backend, a row per mode. */
export function workloadSection(
  answers: readonly (readonly [Backend, readonly Answer[]])[],
): string {
  const all = answers.map(([backend, rows]) => backendSection(backend, rows));
  return [`*Measured on ${today()} by \`npm run backends\`.*`, ...all].join('\n\n');
}

function backendSection(backend: Backend, answers: readonly Answer[]): string {
  const hasWarnings = answers.some(({ sessions }) =>
    sessions.some(({ shape }) => shape.warnings.length > 0),
  );
  const hasChats = backend.chatOf !== undefined;
  const head = [
    ...HEAD,
    ...(hasWarnings ? ['its warnings'] : []),
    ...(hasChats ? ['its turns', 'first input', 'last output'] : []),
    'not found by session',
  ];
  const rows = answers.map(({ run, sessions, notFound }) => [
    run.mode.title,
    ...cells(sessions, hasWarnings, hasChats),
    list(notFound),
  ]);
  return `**${backend.name} ${backend.version}**\n\n${table(head, rows)}`;
}

/** Cells for one session; where two sessions differ, both are shown. */
function cells(sessions: readonly Finding[], hasWarnings: boolean, hasChats: boolean): string[] {
  const columns: ((finding: Finding) => string)[] = [
    ({ shape }) => `${shape.traces}`,
    ({ shape }) => `${shape.spans}`,
    ({ shape }) => `${shape.roots}`,
    ({ shape }) => `${shape.depth}`,
    ({ shape }) => `${shape.absentParents}`,
    ({ shape }) => `${shape.duplicateIds}`,
    ...(hasWarnings ? [({ shape }: Finding) => shape.warnings.join('; ') || 'none'] : []),
    ...(hasChats
      ? [
          ({ chat }: Finding) => `${chat?.turns ?? 0}`,
          ({ chat }: Finding) => chat?.firstInput ?? '*empty*',
          ({ chat }: Finding) => chat?.lastOutput ?? '*empty*',
        ]
      : []),
  ];
  return columns.map((cell) => [...new Set(sessions.map(cell))].join(' / '));
}

/** Names with how often they occur. */
function list(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => `${count} × ${name}`).join(', ') || 'none';
}
