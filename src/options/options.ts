import { expected } from '../diagnostics/expected.js';
import type { Guard } from '../diagnostics/guard.js';
import { kindOfThing } from '../diagnostics/kind-of-thing.js';
import { requireKnownNames } from '../diagnostics/known-names.js';
import { resolveDerivation, type DerivationOption } from './derivation.js';
import { resolveExplain, type ExplainOption } from './explain.js';
import { resolveInteraction, type InteractionOption } from './interaction.js';
import { resolveInteractionId, type InteractionIdOption } from './interaction-id.js';
import { resolveMaxSessions, type MaxSessionsOption } from './max-sessions.js';
import { resolveMeterProvider, type MeterProviderOption } from './meter-provider.js';
import { resolveNestedInteractions, type NestedInteractionsOption } from './nested-interactions.js';
import { resolveOrphans, type OrphansOption } from './orphans.js';
import { resolveRemoteParent, type RemoteParentOption } from './remote-parent.js';
import { resolveSessionAttributes, type SessionAttributesOption } from './session-attributes.js';
import { resolveSessionId, type SessionIdOption } from './session-id.js';
import { resolveSessionRoot, type SessionRootOption } from './session-root.js';
import { resolveSessionSpan, type SessionSpanOption } from './session-span.js';
import { resolveTraceScope, type TraceScopeOption } from './trace-scope.js';
import { resolveTracerProvider, type TracerProviderOption } from './tracer-provider.js';

/** What `createSessionTracing` and `SessionTraceSpanProcessor` are configured with. */
export interface SessionTracingOptions
  extends
    SessionIdOption,
    InteractionOption,
    InteractionIdOption,
    NestedInteractionsOption,
    TraceScopeOption,
    SessionRootOption,
    SessionSpanOption,
    OrphansOption,
    RemoteParentOption,
    SessionAttributesOption,
    DerivationOption,
    TracerProviderOption,
    MeterProviderOption,
    MaxSessionsOption,
    ExplainOption {}

/** The options, complete and checked; every function in them is guarded. */
export type ResolvedOptions = ReturnType<typeof resolveSessionId> &
  ReturnType<typeof resolveInteraction> &
  ReturnType<typeof resolveInteractionId> &
  ReturnType<typeof resolveNestedInteractions> &
  ReturnType<typeof resolveTraceScope> &
  ReturnType<typeof resolveSessionRoot> &
  ReturnType<typeof resolveSessionSpan> &
  ReturnType<typeof resolveOrphans> &
  ReturnType<typeof resolveRemoteParent> &
  ReturnType<typeof resolveSessionAttributes> &
  ReturnType<typeof resolveDerivation> &
  ReturnType<typeof resolveTracerProvider> &
  ReturnType<typeof resolveMeterProvider> &
  ReturnType<typeof resolveMaxSessions> &
  ReturnType<typeof resolveExplain>;

type Resolve = (options: SessionTracingOptions, guard: Guard) => Partial<ResolvedOptions>;

/** All options, in the order in which they are checked and messages list them. */
const OPTIONS: Readonly<Record<keyof SessionTracingOptions, Resolve>> = {
  sessionId: resolveSessionId,
  interaction: resolveInteraction,
  interactionId: resolveInteractionId,
  nestedInteractions: resolveNestedInteractions,
  traceScope: resolveTraceScope,
  sessionRoot: resolveSessionRoot,
  sessionSpan: resolveSessionSpan,
  orphans: resolveOrphans,
  remoteParent: resolveRemoteParent,
  sessionAttributes: resolveSessionAttributes,
  derivation: resolveDerivation,
  tracerProvider: resolveTracerProvider,
  meterProvider: resolveMeterProvider,
  maxSessions: resolveMaxSessions,
  explain: resolveExplain,
};

/**
 * Fills, checks and freezes the options.
 *
 * @throws TypeError that names the option, what it should be, and what it is
 */
export function resolveOptions(options: SessionTracingOptions, guard: Guard): ResolvedOptions {
  requireOptions(options);
  requireKnownNames(options, Object.keys(OPTIONS), 'an object with at least `sessionId`');
  // Own properties only, as the names were checked; and each getter runs once.
  const own = { ...options };
  const resolved = Object.values(OPTIONS).map((resolve) => resolve(own, guard));
  return Object.freeze(Object.assign({}, ...resolved) as ResolvedOptions);
}

/** What looks like something else is told as that, not by the first of its names that is no option. */
function requireOptions(options: unknown): void {
  if (kindOfThing(options) !== undefined) {
    throw expected('options', 'an object with at least `sessionId`', options, PLACES);
  }
}

const PLACES =
  'The span processor is made of options, and given to the tracer provider: `new NodeTracerProvider({ spanProcessors: [new ' +
  'SessionTraceSpanProcessor(options), ...] })`.';
