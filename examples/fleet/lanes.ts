import { SLOW_SESSION_MILLIS, fleetSessions, SESSION_MILLIS } from './sessions.js';

/** One setting of tail sampling with one policy: all are given the same spans. */
export interface Lane {
  readonly name: string;
  readonly setting: string;
  readonly policy: 'probabilistic' | 'error' | 'latency';
  readonly sampling: object;
  /** What the page recommends. */
  readonly isRecommended: boolean;
  /** One of its collectors is killed in the middle, and started again. */
  readonly isKilled: boolean;
}

/** What is awaited before a decision, in seconds: more than a session takes, and less. */
export const LONG_WAIT_SECONDS = 20;
const SHORT_WAIT_SECONDS = 3;
/** Less than the sessions that one collector sees in the long wait, more than in the short one. */
const FEW_TRACES = 40;

/** What share of the sessions the probabilistic policy keeps, in percent. */
const KEPT_PERCENT = 20;

const POLICIES = {
  probabilistic: { type: 'probabilistic', probabilistic: { sampling_percentage: KEPT_PERCENT } },
  error: { type: 'status_code', status_code: { status_codes: ['ERROR'] } },
  latency: {
    type: 'latency',
    latency: { threshold_ms: (SESSION_MILLIS + SLOW_SESSION_MILLIS) / 2 },
  },
} as const;

const CACHE = { decision_cache: { sampled_cache_size: 10_000, non_sampled_cache_size: 100_000 } };
const LONG = { decision_wait: `${LONG_WAIT_SECONDS}s`, num_traces: 50_000 };
const SHORT = { decision_wait: `${SHORT_WAIT_SECONDS}s`, num_traces: 50_000 };

/** The setting that the page recommends. */
const RECOMMENDED = `wait ${LONG_WAIT_SECONDS} s, cache`;

/** Every setting with every policy that tells something about it. */
export const LANES: readonly Lane[] = [
  lane(RECOMMENDED, 'probabilistic', { ...LONG, ...CACHE }),
  lane(RECOMMENDED, 'error', { ...LONG, ...CACHE }),
  lane(RECOMMENDED, 'latency', { ...LONG, ...CACHE }),
  lane(`wait ${SHORT_WAIT_SECONDS} s`, 'probabilistic', SHORT),
  lane(`wait ${SHORT_WAIT_SECONDS} s`, 'error', SHORT),
  lane(`wait ${SHORT_WAIT_SECONDS} s`, 'latency', SHORT),
  lane(`wait ${SHORT_WAIT_SECONDS} s, num_traces ${FEW_TRACES}`, 'probabilistic', {
    ...SHORT,
    num_traces: FEW_TRACES,
  }),
  lane(`wait ${SHORT_WAIT_SECONDS} s, num_traces ${FEW_TRACES}, cache`, 'probabilistic', {
    ...SHORT,
    ...CACHE,
    num_traces: FEW_TRACES,
  }),
  lane(`wait ${LONG_WAIT_SECONDS} s, num_traces ${FEW_TRACES}, cache`, 'probabilistic', {
    ...LONG,
    ...CACHE,
    num_traces: FEW_TRACES,
  }),
  {
    ...lane(RECOMMENDED, 'probabilistic', { ...LONG, ...CACHE }),
    name: 'killed',
    isRecommended: false,
    isKilled: true,
  },
];

/** The sessions that a policy is there to keep; undefined where chance decides. */
export function wantedBy(policy: Lane['policy'], prefix: string): string[] | undefined {
  if (policy === 'probabilistic') return undefined;
  return fleetSessions(prefix)
    .filter(({ fails, isSlow }) => (policy === 'error' ? fails : isSlow))
    .map(({ id }) => id);
}

function lane(setting: string, policy: Lane['policy'], sampling: object): Lane {
  return {
    name: `${setting}-${policy}`.replace(/\W+/g, '_'),
    setting,
    policy,
    sampling: { ...sampling, policies: [{ name: policy, ...POLICIES[policy] }] },
    isRecommended: setting === RECOMMENDED,
    isKilled: false,
  };
}
