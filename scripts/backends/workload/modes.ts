import type { SessionRootMode, SessionTracingOptions } from 'otel-session-trace';

/** How one run of the workload is set up. */
export interface Mode {
  /** Stands in the names of services and sessions. */
  readonly name: string;
  /** Stands in the tables. */
  readonly title: string;
  /** Undefined: without this package. */
  readonly traceScope?: 'session' | 'interaction';
  /** The session root in the process that begins the sessions, and in the one that goes on with them. */
  readonly roots?: readonly [first: SessionRootMode, second: SessionRootMode];
  /** The second process says that it resumes the sessions. */
  readonly resumed?: boolean;
  readonly orphans?: SessionTracingOptions['orphans'];
}

const SCOPES = ['session', 'interaction'] as const;

/** A session in two processes, in every scope and with every root, with this package and without it. */
export const MODES: readonly Mode[] = [
  { name: 'without', title: 'without us' },
  ...SCOPES.flatMap((traceScope): Mode[] => [
    mode(traceScope, 'own', ['own', 'own']),
    mode(traceScope, 'shared', ['shared', 'shared']),
    mode(traceScope, 'shared + reference', ['shared', 'reference']),
    mode(traceScope, 'omit', ['omit', 'omit']),
    mode(traceScope, 'reference alone', ['reference', 'reference']),
  ]),
  { ...mode('session', 'shared twice', ['shared', 'shared']), resumed: false },
  {
    ...mode('interaction', "own, orphans `'last-interaction'`", ['own', 'own']),
    name: 'interaction-turns',
    orphans: 'last-interaction',
  },
];

function mode(
  traceScope: 'session' | 'interaction',
  root: string,
  roots: readonly [SessionRootMode, SessionRootMode],
): Mode {
  const name = `${traceScope}-${root.replace(/\W+/g, '-')}`;
  return { name, title: `\`${traceScope}\`, ${root}`, traceScope, roots, resumed: true };
}
