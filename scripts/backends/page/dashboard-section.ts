import type { PanelQuery } from '../dashboard/panels.js';
import { VERSIONS } from '../versions.js';
import { table } from './table.js';
import { today } from './write-section.js';

/** What a query of the dashboard found, for each job. */
export interface PanelAnswer {
  readonly query: PanelQuery;
  readonly values: readonly number[];
}

/** What each panel showed: a row per query. */
export function dashboardSection(jobs: readonly string[], answers: readonly PanelAnswer[]): string {
  const head = ['panel', 'line', ...jobs];
  const rows = answers.map(({ query: { panel, legend }, values }) => [
    panel,
    legend.replace('{{job}}', '').trim(),
    ...values.map((value) => value.toPrecision(2)),
  ]);
  return [
    `*Run on ${today()} by \`npm run backends -- dashboard\` on Prometheus 3 (module ${VERSIONS.prometheus}), with an agent whose sessions go wrong on purpose: its instruments were scraped, and pushed over OTLP.*`,
    table(head, rows),
  ].join('\n\n');
}
