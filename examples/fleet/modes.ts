import type { SessionRootMode } from 'otel-session-trace';

/** How the agents trace their sessions. */
export interface FleetMode {
  readonly name: string;
  readonly title: string;
  /** Undefined: without this package. */
  readonly traceScope?: 'session' | 'interaction';
  /** The session root in the process that begins a session, and in those that go on with it. */
  readonly roots?: readonly [first: SessionRootMode, others: SessionRootMode];
}

/** Every mode that the fleet is run with. */
export const FLEET_MODES: readonly FleetMode[] = [
  { name: 'without', title: 'without us' },
  { name: 'own', title: '`own`', traceScope: 'session', roots: ['own', 'own'] },
  {
    name: 'shared',
    title: '`shared` + `reference`',
    traceScope: 'session',
    roots: ['shared', 'reference'],
  },
  {
    name: 'interaction',
    title: "`traceScope: 'interaction'`",
    traceScope: 'interaction',
    roots: ['own', 'own'],
  },
];
