import fc from 'fast-check';
import {
  SESSION_IDS,
  TRACE_KEYS,
  TURN_IDS,
  type Above,
  type End,
  type Entry,
  type Log,
  type Other,
  type Program,
  type Setup,
  type Start,
  type Step,
} from './program.js';

/** The functions of the options that a program may give. */
const FUNCTIONS = [
  'sessionId',
  'interaction',
  'interactionId',
  'sessionSpan',
  'sessionAttributes',
  'sessionRoot',
] as const;

const session = fc.constantFrom(...SESSION_IDS);

/** Undefined, and in one of `parts` cases something else. */
function oneIn<T>(parts: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof(
    { weight: parts - 1, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary },
  );
}

const maybeSession = oneIn(2, session);
const maybeTurn = oneIn(3, fc.constantFrom(...TURN_IDS));
const maybeKey = oneIn(2, fc.constantFrom(...TRACE_KEYS));
const span = fc.nat(50);

const setup: fc.Arbitrary<Setup> = fc.record({
  scope: fc.constantFrom('session', 'session', 'interaction', 'key'),
  root: fc.constantFrom('own', 'shared', 'reference', 'omit'),
  orphans: fc.constantFrom('session-root', 'open-interaction', 'last-interaction'),
  nested: fc.constantFrom('pin', 'keep'),
  remote: fc.constantFrom('keep', 'link'),
  turnIds: fc.boolean(),
  told: fc.constantFrom('current', 'attributes', 'both'),
  sampler: fc.constantFrom('none', 'none', 'all', 'half'),
  generator: fc.boolean(),
  exporters: fc.constantFrom<Setup['exporters'][]>(
    ['plain'],
    ['plain'],
    ['holding'],
    ['holding', 'holding'],
    ['plain', 'holding'],
  ),
  processor: fc.constantFrom('simple', 'simple', 'batch'),
  maxSessions: fc.constantFrom(100, 100, 100, 3, 2, 1),
  logs: fc.constantFrom('none', 'none', 'stamped', 'spans'),
  throwing: oneIn(4, fc.constantFrom(...FUNCTIONS)),
  reentrant: oneIn(4, fc.constantFrom(...FUNCTIONS, 'sampler')),
});

// What comes first is what a failing program is shrunk to.
const above: fc.Arbitrary<Above> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('none') }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('span'), span }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rewrapped'), span }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('phantom') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remote'), session: maybeSession }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('session-context'), session }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('message', 'message-lost'),
      session: maybeSession,
    }),
  },
);

const entry: fc.Arbitrary<Entry> = fc.record({
  session,
  turn: maybeTurn,
  made: fc.constantFrom('under', 'before'),
});

const start: fc.Arbitrary<Start> = fc.record({
  do: fc.constant('start'),
  name: fc.constantFrom('tool', 'interaction', 'llm_request', 'agent.interaction'),
  above,
  entry: oneIn(4, entry),
  current: maybeSession,
  told: oneIn(4, session),
  turn: maybeTurn,
  active: fc.boolean(),
  links: fc.constantFrom(0, 1),
});

const end: fc.Arbitrary<End> = fc.record({
  do: fc.constant('end'),
  span,
  current: maybeSession,
  told: maybeSession,
});

const log: fc.Arbitrary<Log> = fc.record({
  do: fc.constant('log'),
  span: oneIn(2, span),
  current: maybeSession,
  told: oneIn(4, session),
});

const other: fc.Arbitrary<Other> = fc.oneof(
  fc.record({ do: fc.constant('set-key'), key: maybeKey }),
  fc.record({ do: fc.constant('flush') }),
  fc.record({ do: fc.constant('end-session'), session }),
);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: start },
  { weight: 6, arbitrary: end },
  { weight: 1, arbitrary: log },
  { weight: 2, arbitrary: other },
);

/** All programs. */
export const programs: fc.Arbitrary<Program> = fc.record({
  // What a sampler drops at random tells nothing at its end, and no model knows that it was dropped.
  setup: setup
    .map((each) => (each.sampler === 'half' ? ({ ...each, told: 'current' } as const) : each))
    .map((each) =>
      each.orphans === 'last-interaction' ? { ...each, ...setupToWait(each) } : each,
    ),
  steps: fc.array(step, { minLength: 1, maxLength: 30, size: 'max' }),
});

/**
 * What waits for a turn is of one shape only where every exporter holds it; and spans that no model knows, of a function
 * or of a log record, end the wait of others when they are flushed.
 */
function setupToWait({ exporters, logs }: Setup): Pick<Setup, 'exporters' | 'logs' | 'reentrant'> {
  return {
    exporters: new Set(exporters).size > 1 ? ['holding', 'holding'] : exporters,
    logs: logs === 'spans' ? 'stamped' : logs,
    reentrant: undefined,
  };
}
