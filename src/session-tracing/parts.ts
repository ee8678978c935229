import { Guard } from '../diagnostics/guard.js';
import { Notices } from '../diagnostics/notices.js';
import {
  resolveOptions,
  type ResolvedOptions,
  type SessionTracingOptions,
} from '../options/options.js';
import { newCounters, type Counters } from '../metrics/counters.js';
import { sessionFactory } from '../sessions/session-factory.js';
import { PastTraces } from '../sessions/past-traces.js';
import { RecentIds } from '../placement/generated-ids.js';
import { SessionStore } from '../sessions/session-store.js';
import { SessionTraces } from '../sessions/session-traces.js';
import { spanThatStarted } from '../propagation/environment.js';
import { Handoff } from '../placement/sampler-plan.js';
import { Placer } from '../placement/planner.js';
import { ProcessStart } from '../sessions/process-start.js';
import { SelfMetrics } from '../metrics/self-metrics.js';
import { SessionFinder } from '../placement/session-finder.js';
import { SessionRoots } from '../roots/session-roots.js';

/** The state that all pieces made from one set of options share. */
export interface Engine {
  readonly options: ResolvedOptions;
  readonly notices: Notices;
  readonly counters: Counters;
  /** The door to functions of the user's. */
  readonly guard: Guard;
  /** Whose marks the spans carry. */
  readonly owner: object;
  readonly sessions: SessionStore;
  readonly finder: SessionFinder;
  readonly placer: Placer;
  readonly roots: SessionRoots;
  readonly handoff: Handoff;
  /** Trace ids that our id generator gave out last. */
  readonly generatedIds: RecentIds;
  readonly metrics: SelfMetrics;
  readonly now: () => number;
}

/**
 * Puts the state together.
 *
 * @param now - the clock, in milliseconds since the epoch
 * @throws TypeError for wrong options
 */
export function createEngine(rawOptions: SessionTracingOptions, now: () => number): Engine {
  const notices = new Notices();
  const counters = newCounters();
  const guard = new Guard(notices, () => {
    counters.resolverErrors++;
  });
  const options = resolveOptions(rawOptions, guard);
  const owner = {};
  const { derive } = options;
  const processStart = new ProcessStart(options, now, spanThatStarted(process.env));
  const past = new PastTraces(options.maxSessions);
  const sessions = new SessionStore(
    options.maxSessions,
    sessionFactory(options, owner, derive, now, (session) => {
      past.restore(session.base);
      processStart.meet(session);
      // New sessions are rare enough to look whether a meter provider is there by now.
      metrics.begin();
    }),
    past,
    counters,
    notices,
  );
  const metrics = new SelfMetrics(options.meterProvider, counters, () => sessions.size, notices);
  const traces = new SessionTraces(options, sessions, past, derive, now);
  const generatedIds = new RecentIds();
  const finder = new SessionFinder(options, sessions);
  const placer = new Placer(options, finder, sessions, traces, processStart, generatedIds, owner);
  const roots = new SessionRoots(options, counters, notices);
  return {
    options,
    notices,
    counters,
    guard,
    owner,
    sessions,
    finder,
    placer,
    roots,
    handoff: new Handoff(),
    generatedIds,
    metrics,
    now,
  };
}

// `Symbol.for`, so that the CJS and the ESM copy of this package share state with one another.
const ENGINE = Symbol.for('otel-session-trace.engine.v1');

/** Puts the state on an object, where `engineFor` finds it. */
export function sharingEngine<T extends object>(object: T, engine: Engine): T {
  return Object.defineProperty(object, ENGINE, { value: engine });
}

/** The state that an object shares, or a new one for options. */
export function engineFor(optionsOrTracing: object): Engine {
  const shared = (optionsOrTracing as { [ENGINE]?: Engine } | null | undefined)?.[ENGINE];
  return shared ?? createEngine(optionsOrTracing as SessionTracingOptions, Date.now);
}
