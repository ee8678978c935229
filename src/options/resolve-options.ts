import {
  metrics,
  type Attributes,
  type Context,
  type MeterProvider,
  type TracerProvider,
} from '@opentelemetry/api';
import { sha256Derivation, type SessionDerivation } from '../ids/derivation.js';
import { refusalOf } from '../ids/usable-id.js';
import type { PlacementPolicy } from '../placement/rules.js';
import type { SpanStart } from '../sdk/span-start.js';
import { expected } from '../diagnostics/expected.js';
import type { Guard } from '../diagnostics/guard.js';
import {
  needsSpan,
  partsOf,
  readsAttributes,
  type SessionIdResolver,
} from '../resolvers/session-id-resolver.js';
import type { SessionRootMode } from '../sessions/session.js';
import { interactionMatcher, type InteractionMatcher } from './interaction.js';
import type { Stamp } from '../sessions/stamp.js';
import type { SessionTracingOptions } from './options.js';
import type { SessionProgress, TraceScope } from './trace-scope.js';

/** One of the functions that tell a session id. */
interface ResolverPart {
  readonly resolve: (span: SpanStart, parentContext: Context) => unknown;
  /** It may look at the span, so it cannot be asked without one. */
  readonly needsSpan: boolean;
  /** It looks at nothing but attributes, so it can be asked again when the span has ended. */
  readonly readsAttributes: boolean;
}

/** The options, complete and checked; every function in them is guarded. */
export interface ResolvedOptions {
  /** The functions that tell a session id, in the order in which they are asked. */
  readonly resolvers: readonly ResolverPart[];
  readonly isInteraction: InteractionMatcher;
  readonly interactionId: ((span: SpanStart, parentContext: Context) => unknown) | undefined;
  readonly policy: PlacementPolicy;
  /** Answers undefined where the function threw: then a turn stays in the current trace. */
  readonly traceKey:
    | ((progress: SessionProgress, _: undefined) => { readonly key: unknown } | undefined)
    | undefined;
  /** The scope is `'session'`: a trace has no bound. */
  readonly oneTracePerSession: boolean;
  readonly orphansJoinOpenTurn: boolean;
  readonly rootModeOf: (sessionId: string) => SessionRootMode;
  readonly sessionSpanOf: (sessionId: string) => { name: string; attributes: Attributes };
  readonly stampOf: (sessionId: string) => Stamp;
  readonly stampsTurns: boolean;
  readonly derivation: SessionDerivation;
  /** Undefined where the option was left out. */
  readonly tracerProvider: (() => TracerProvider | undefined) | undefined;
  readonly meterProvider: () => MeterProvider;
  readonly maxSessions: number;
}

const DEFAULTS = {
  interaction: ['interaction', '*.interaction'],
  interactionId: undefined,
  nestedInteractions: 'pin',
  traceScope: 'session',
  sessionRoot: 'own',
  sessionSpan: undefined,
  orphans: 'session-root',
  remoteParent: 'keep',
  sessionAttributes: ['session.id'],
  derivation: undefined,
  tracerProvider: undefined,
  meterProvider: undefined,
  maxSessions: 10_000,
} as const satisfies Record<keyof Omit<SessionTracingOptions, 'sessionId'>, unknown>;

/** Options without a default of their own stay undefined. */
type Filled = Required<SessionTracingOptions> & {
  readonly [
    K in 'interactionId' | 'sessionSpan' | 'derivation' | 'tracerProvider' | 'meterProvider'
  ]: SessionTracingOptions[K] | undefined;
};

const ROOT_MODES = ['own', 'shared', 'reference', 'omit'] as const;
const DEFAULT_SESSION_SPAN = { name: 'session', attributes: {} };

/**
 * Fills, checks and freezes the options.
 *
 * @throws TypeError that names the option, what it should be, and what it is
 */
export function resolveOptions(options: SessionTracingOptions, guard: Guard): ResolvedOptions {
  if (typeof options !== 'object' || (options as unknown) === null) {
    throw expected('options', 'an object with at least `sessionId`', options);
  }
  const known = ['sessionId', ...Object.keys(DEFAULTS)];
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) {
      throw new TypeError(`Expected options among ${known.join(', ')}, got \`${name}\`.`);
    }
  }
  // An option that is undefined is an option that is left out.
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const { sessionId, ...all } = {
    ...DEFAULTS,
    ...Object.fromEntries(given),
  } as unknown as Filled;

  return Object.freeze({
    resolvers: resolversOf(sessionId, guard),
    isInteraction: interactionMatcher(all.interaction, guard),
    interactionId: interactionIdOf(all.interactionId, guard),
    policy: Object.freeze({
      nestedInteractions: oneOf('nestedInteractions', all.nestedInteractions, ['pin', 'keep']),
      remoteParent: oneOf('remoteParent', all.remoteParent, ['keep', 'link']),
      tracePerInteraction: all.traceScope === 'interaction',
    }),
    traceKey: traceKeyOf(all.traceScope, guard),
    oneTracePerSession: all.traceScope === 'session',
    orphansJoinOpenTurn:
      oneOf('orphans', all.orphans, ['session-root', 'open-interaction']) === 'open-interaction',
    rootModeOf: rootModeOf(all.sessionRoot, guard),
    sessionSpanOf: sessionSpanOf(all.sessionSpan, guard),
    stampOf: stampOf(all.sessionAttributes, guard),
    stampsTurns: all.sessionAttributes !== false,
    derivation: derivationOf(all.derivation),
    tracerProvider: tracerProviderOf(all.tracerProvider, guard),
    meterProvider: meterProviderOf(all.meterProvider),
    maxSessions: integer('maxSessions', all.maxSessions, 1),
  });
}

function resolversOf(
  sessionId: SessionTracingOptions['sessionId'],
  guard: Guard,
): ResolvedOptions['resolvers'] {
  if (typeof sessionId === 'string') {
    const refusal = refusalOf(sessionId);
    if (refusal !== undefined) {
      throw expected('sessionId', 'a text of 1 to 256 characters without U+0000', sessionId);
    }
    return [{ resolve: () => sessionId, needsSpan: false, readsAttributes: false }];
  }
  if (typeof sessionId === 'function') {
    return partsOf(sessionId).map((part) => ({
      resolve: guard.wrap('sessionId', part),
      needsSpan: needsSpan(part),
      readsAttributes: readsAttributes(part),
    }));
  }
  if (typeof (sessionId as { getSessionId?: unknown } | undefined)?.getSessionId === 'function') {
    const ask: SessionIdResolver = () => sessionId.getSessionId();
    return [{ resolve: guard.wrap('sessionId', ask), needsSpan: false, readsAttributes: false }];
  }
  throw expected(
    'sessionId',
    'a session id, a function (span, parentContext) => session id, or an object with getSessionId()',
    sessionId,
  );
}

function interactionIdOf(
  option: SessionTracingOptions['interactionId'],
  guard: Guard,
): ResolvedOptions['interactionId'] {
  if (option === undefined) {
    return undefined;
  }
  if (typeof option === 'function') {
    return guard.wrap('interactionId', option);
  }
  if (typeof option !== 'string' || option === '') {
    throw expected('interactionId', 'an attribute key or a function', option);
  }
  return (span) => span.attributes[option];
}

function traceKeyOf(option: TraceScope, guard: Guard): ResolvedOptions['traceKey'] {
  if (typeof option !== 'function') {
    oneOf('traceScope', option, ['session', 'interaction'], ' or a function');
    return undefined;
  }
  return guard.wrap('traceScope', (progress: SessionProgress) => ({ key: option(progress) }));
}

function rootModeOf(
  option: SessionRootMode | ((sessionId: string) => SessionRootMode),
  guard: Guard,
): ResolvedOptions['rootModeOf'] {
  if (typeof option !== 'function') {
    const mode = oneOf('sessionRoot', option, ROOT_MODES, ' or a function of the session id');
    return () => mode;
  }
  const choose = guard.wrap('sessionRoot', (sessionId: string) =>
    oneOf('sessionRoot', option(sessionId), ROOT_MODES),
  );
  return (sessionId) => choose(sessionId, undefined) ?? DEFAULTS.sessionRoot;
}

function sessionSpanOf(
  option: SessionTracingOptions['sessionSpan'],
  guard: Guard,
): ResolvedOptions['sessionSpanOf'] {
  if (option === undefined) {
    return () => DEFAULT_SESSION_SPAN;
  }
  if (typeof option !== 'function') {
    throw expected('sessionSpan', 'a function of the session id', option);
  }
  const describe = guard.wrap('sessionSpan', (sessionId: string) => {
    const { name, attributes } = option(sessionId);
    if (name !== undefined && typeof name !== 'string') {
      throw expected('sessionSpan().name', 'a string', name);
    }
    return {
      name: name ?? DEFAULT_SESSION_SPAN.name,
      attributes: attributes ?? DEFAULT_SESSION_SPAN.attributes,
    };
  });
  return (sessionId) => describe(sessionId, undefined) ?? DEFAULT_SESSION_SPAN;
}

function stampOf(
  option: NonNullable<SessionTracingOptions['sessionAttributes']>,
  guard: Guard,
): ResolvedOptions['stampOf'] {
  if (option === false) {
    return () => [];
  }
  if (typeof option === 'function') {
    const describe = guard.wrap('sessionAttributes', (sessionId: string) =>
      Object.entries(option(sessionId)).flatMap(([key, value]) =>
        value === undefined ? [] : [{ key, value }],
      ),
    );
    return (sessionId) => describe(sessionId, undefined) ?? [];
  }
  if (!Array.isArray(option) || option.some((key) => typeof key !== 'string' || key === '')) {
    throw expected(
      'sessionAttributes',
      'a list of attribute keys, a function of the session id, or false',
      option,
    );
  }
  const keys = [...(option as readonly string[])];
  return (sessionId) => keys.map((key) => ({ key, value: sessionId }));
}

function derivationOf(option: SessionDerivation | undefined): SessionDerivation {
  if (option === undefined) {
    return sha256Derivation();
  }
  if (typeof (option as Partial<SessionDerivation> | null)?.derive !== 'function') {
    throw expected('derivation', 'an object with derive(sessionId, key?)', option);
  }
  return option;
}

function tracerProviderOf(
  option: TracerProvider | (() => TracerProvider) | undefined,
  guard: Guard,
): ResolvedOptions['tracerProvider'] {
  if (option === undefined) {
    return undefined;
  }
  if (typeof option === 'function') {
    const ask = guard.wrap('tracerProvider', option);
    return () => ask(undefined, undefined);
  }
  if (typeof (option as Partial<TracerProvider> | null)?.getTracer !== 'function') {
    throw expected('tracerProvider', 'a tracer provider or a function that returns one', option);
  }
  return () => option;
}

function meterProviderOf(option: MeterProvider | undefined): ResolvedOptions['meterProvider'] {
  if (option === undefined) {
    return () => metrics.getMeterProvider();
  }
  if (typeof (option as Partial<MeterProvider> | null)?.getMeter !== 'function') {
    throw expected('meterProvider', 'a meter provider', option);
  }
  return () => option;
}

function oneOf<T extends string>(name: string, value: T, allowed: readonly T[], otherwise = ''): T {
  if (!allowed.includes(value)) {
    const list = allowed.map((word) => `'${word}'`).join(' | ');
    throw expected(name, list + otherwise, value);
  }
  return value;
}

function integer(name: string, value: number, minimum: number): number {
  if (!Number.isInteger(value) || value < minimum) {
    throw expected(name, `an integer >= ${minimum}`, value);
  }
  return value;
}
