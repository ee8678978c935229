import { Guard } from '../diagnostics/guard.js';
import { Notices, type WarningListener } from '../diagnostics/notices.js';
import { newCounters } from '../metrics/counters.js';
import { SelfMetrics } from '../metrics/self-metrics.js';
import { hidesSessionIds } from '../options/derivation.js';
import { resolveOptions, type SessionTracingOptions } from '../options/options.js';
import { FactFinder } from '../placement/fact-finder.js';
import { LateSpanFinder } from '../export/late-span-finder.js';
import { Explainer } from '../explain/explainer.js';
import type { Explanation } from '../explain/explanation.js';
import { Following } from '../placement/following.js';
import { GeneratedIds } from '../placement/generated-ids.js';
import { Journal } from '../placement/journal.js';
import { LatePlacing } from '../placement/late-placing.js';
import { LateTelling } from '../placement/late-telling.js';
import { Lifetime } from '../placement/lifetime.js';
import { Mover } from '../placement/mover.js';
import { ParentMarks } from '../placement/parent-marks.js';
import { PlainTurns } from '../placement/plain-turns.js';
import { Planner } from '../placement/planner.js';
import { RootsAtHand } from '../placement/roots-at-hand.js';
import { SamplerPlan } from '../placement/sampler-plan.js';
import { SessionFinder } from '../placement/session-finder.js';
import { SpanEnd } from '../placement/span-end.js';
import { Tally } from '../placement/tally.js';
import { ToldLate } from '../placement/told-late.js';
import { StartPlacing } from '../placement/start-placing.js';
import { TurnStart } from '../placement/turn-start.js';
import { TurnFinder } from '../placement/turn-finder.js';
import { UntoldSpans } from '../placement/untold-spans.js';
import { WithoutSession } from '../placement/without-session.js';
import { spanThatStarted } from '../propagation/environment.js';
import { FinishedRoots } from '../roots/finished-roots.js';
import { LateRoots } from '../roots/late-roots.js';
import { RootMaker } from '../roots/root-maker.js';
import { SessionRoots } from '../roots/session-roots.js';
import { Tracers } from '../roots/tracers.js';
import { AwaitedTurnEnds } from '../sessions/awaited-turn-ends.js';
import { Calls } from '../sessions/calls.js';
import { IdCheck } from '../sessions/id-check.js';
import { KnownTraces } from '../sessions/known-traces.js';
import { ProcessStart } from '../sessions/process-start.js';
import { sessionFactory } from '../sessions/session-factory.js';
import { SessionStore } from '../sessions/session-store.js';
import { SessionTraces } from '../sessions/session-traces.js';
import { monotonicMillis } from './monotonic-millis.js';
import type { Parts } from './parts.js';

/** Who hears of what happens; register has some. */
export interface Listeners {
  /** Beside the logger of `diag`. Default: the developer, once, through the process. */
  readonly onWarning?: WarningListener;
  /** Hears of each span that got its place, but for those that just follow their parent; with `explain` only. */
  readonly onPlaced?: (explanation: Explanation) => void;
}

/**
 * Wires everything together.
 *
 * @param now - the clock, in milliseconds since some moment, which never goes back: only differences are taken
 * @throws TypeError for wrong options
 */
export function assemble(
  rawOptions: SessionTracingOptions,
  { onWarning, onPlaced }: Listeners = {},
  now: () => number = monotonicMillis(),
): Parts {
  const owner = {};
  const notices = new Notices(onWarning, hidesSessionIds(rawOptions));
  const counters = newCounters();
  const guard = new Guard(notices, () => {
    counters.resolverErrors++;
  });
  const options = resolveOptions(rawOptions, guard);
  const endMayTell = options.resolvers.some(({ readsAttributes }) => readsAttributes);
  const lateTelling = new LateTelling(endMayTell);

  const idCheck = new IdCheck(counters, notices);
  const known = new KnownTraces(options.maxSessions);
  const traces = new SessionTraces(options, idCheck, known, now);
  const processStart = new ProcessStart(options, now, spanThatStarted(process.env));
  const turnEnds = new AwaitedTurnEnds(
    options.orphansJoinOpenTurn || options.nestedInteractions === 'keep',
  );
  const create = sessionFactory(options, owner, traces, turnEnds, now, (session) => {
    processStart.meet(session);
    // New sessions are rare enough to look whether a meter provider is there by now.
    metrics.begin();
  });
  const sessions = new SessionStore(options.maxSessions, create, known, idCheck, counters);
  const metrics = new SelfMetrics(options.meterProvider, counters, () => sessions.size, notices);

  const tracers = new Tracers(options.tracerProvider);
  const lateRoots = new LateRoots();
  const finishedRoots = new FinishedRoots(options.sessionSpanOf);
  const roots = new SessionRoots(
    new RootMaker(options.sessionSpanOf, tracers, lateRoots, counters, notices),
    finishedRoots,
  );

  const sources = options.resolvers.map(({ name }) => name);
  const journal = options.explain
    ? new Journal((placed) => onPlaced?.(explainer.of(placed)))
    : undefined;
  const explainer = new Explainer(
    { sources, sessionIdsAreSecret: options.sessionIdsAreSecret },
    journal,
  );
  const generatedIds = new GeneratedIds();
  const sessionFinder = new SessionFinder(options.resolvers, sessions, journal);
  const turnFinder = new TurnFinder(options, idCheck);
  const untoldSpans = new UntoldSpans(
    sources,
    counters,
    notices,
    () => sessions.size > 0 || counters.spansPlaced > 0,
  );
  const planner = new Planner(owner, options.isInteraction, {
    sessionFinder,
    factFinder: new FactFinder(options, turnFinder, traces, processStart, lateRoots),
    parentMarks: new ParentMarks(owner, sessions),
    withoutSession: new WithoutSession(owner, options, lateTelling, generatedIds, untoldSpans),
    traces,
    roots: new RootsAtHand(roots),
    calls: new Calls(traces, now),
    journal,
  });
  const turnStart = new TurnStart(counters, options.stampsTurns);
  const plainTurns = new PlainTurns(owner, options, {
    sessionFinder,
    turnStart,
    counters,
    journal,
  });
  const samplerPlan = new SamplerPlan();
  const mover = new Mover(roots, counters, turnStart, journal);
  const tally = new Tally(sessions, notices, options.oneTracePerSession);
  const latePlacing = new LatePlacing(owner, sessionFinder, planner, mover, tally);
  const toldLate = new ToldLate(sessionFinder, lateTelling, counters, notices);
  const lifetime = new Lifetime();
  return {
    options,
    notices,
    counters,
    guard,
    owner,
    sessions,
    traces,
    roots,
    lateRoots,
    finishedRoots,
    lateSpanFinder: new LateSpanFinder(owner, endMayTell, lifetime, notices),
    tracers,
    sessionFinder,
    following: new Following(owner, options.isInteraction),
    planner,
    samplerPlan,
    startPlacing: new StartPlacing(
      options.isInteraction,
      roots,
      samplerPlan,
      plainTurns,
      planner,
      mover,
    ),
    latePlacing,
    untoldSpans,
    lateTelling,
    spanEnd: new SpanEnd(owner, latePlacing, turnEnds, toldLate, endMayTell),
    tally,
    generatedIds,
    lifetime,
    metrics,
    explainer,
    now,
  };
}
