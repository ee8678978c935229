import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The file that people import. */
export const DASHBOARD: string = fileURLToPath(
  new URL('../../../docs/dashboards/otel-session-trace.json', import.meta.url),
);

/** One query of a panel. */
export interface PanelQuery {
  readonly panel: string;
  /** Of several in one panel: what is written beside the line. */
  readonly legend: string;
  readonly expression: string;
}

interface Dashboard {
  readonly panels: readonly {
    readonly title: string;
    readonly targets: readonly { readonly expr: string; readonly legendFormat: string }[];
  }[];
  readonly templating: {
    readonly list: readonly { readonly name: string; readonly definition?: string }[];
  };
}

/** Every query of the dashboard, with values in the place of Grafana's variables. */
export function queriesOfDashboard(variables: Readonly<Record<string, string>>): PanelQuery[] {
  return readDashboard().panels.flatMap(({ title, targets }) =>
    targets.map(({ expr, legendFormat }) => ({
      panel: title,
      legend: legendFormat,
      expression: fill(expr, variables),
    })),
  );
}

/** The metric and the label that the choice of jobs is made of. */
export function jobChoice(): { readonly metric: string; readonly label: string } {
  const { definition = '' } =
    readDashboard().templating.list.find(({ name }) => name === 'job') ?? {};
  const [, metric = '', label = ''] = /^label_values\((\w+), (\w+)\)$/.exec(definition) ?? [];
  return { metric, label };
}

/** @throws Error for a variable that has no value */
function fill(expression: string, variables: Readonly<Record<string, string>>): string {
  return expression.replace(/\$(\w+)/g, (_, name: string) => {
    const value = variables[name];
    if (value === undefined) throw new Error(`Expected a value for $${name} in ${expression}.`);
    return value;
  });
}

function readDashboard(): Dashboard {
  return JSON.parse(readFileSync(DASHBOARD, 'utf8')) as Dashboard;
}
