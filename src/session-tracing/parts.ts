import type { Guard } from '../diagnostics/guard.js';
import type { Notices } from '../diagnostics/notices.js';
import type { Counters } from '../metrics/counters.js';
import type { SelfMetrics } from '../metrics/self-metrics.js';
import type { ResolvedOptions } from '../options/options.js';
import type { LateSpanFinder } from '../export/late-span-finder.js';
import type { Explainer } from '../explain/explainer.js';
import type { Following } from '../placement/following.js';
import type { GeneratedIds } from '../placement/generated-ids.js';
import type { LatePlacing } from '../placement/late-placing.js';
import type { LateTelling } from '../placement/late-telling.js';
import type { Lifetime } from '../placement/lifetime.js';
import type { Planner } from '../placement/planner.js';
import type { SamplerPlan } from '../placement/sampler-plan.js';
import type { SessionFinder } from '../placement/session-finder.js';
import type { SpanEnd } from '../placement/span-end.js';
import type { Tally } from '../placement/tally.js';
import type { StartPlacing } from '../placement/start-placing.js';
import type { UntoldSpans } from '../placement/untold-spans.js';
import type { FinishedRoots } from '../roots/finished-roots.js';
import type { LateRoots } from '../roots/late-roots.js';
import type { SessionRoots } from '../roots/session-roots.js';
import type { Tracers } from '../roots/tracers.js';
import type { SessionStore } from '../sessions/session-store.js';
import type { SessionTraces } from '../sessions/session-traces.js';

/** All that is made from one set of options. Nobody is handed the whole: each piece takes what it needs. */
export interface Parts {
  readonly options: ResolvedOptions;
  readonly notices: Notices;
  readonly counters: Counters;
  /** The door to functions of the user's. */
  readonly guard: Guard;
  /** Whose marks the spans carry. */
  readonly owner: object;
  readonly sessions: SessionStore;
  readonly traces: SessionTraces;
  readonly roots: SessionRoots;
  readonly lateRoots: LateRoots;
  readonly finishedRoots: FinishedRoots;
  readonly lateSpanFinder: LateSpanFinder;
  readonly tracers: Tracers;
  readonly sessionFinder: SessionFinder;
  readonly following: Following;
  readonly startPlacing: StartPlacing;
  readonly planner: Planner;
  readonly samplerPlan: SamplerPlan;
  readonly latePlacing: LatePlacing;
  readonly untoldSpans: UntoldSpans;
  readonly lateTelling: LateTelling;
  readonly spanEnd: SpanEnd;
  readonly tally: Tally;
  readonly generatedIds: GeneratedIds;
  readonly lifetime: Lifetime;
  readonly metrics: SelfMetrics;
  readonly explainer: Explainer;
  readonly now: () => number;
}
