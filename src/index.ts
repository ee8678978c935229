// The span processor, and all the pieces that share one state.
export { SessionTraceSpanProcessor } from './edges/session-trace-span-processor.js';
export { createSessionTracing } from './edges/session-tracing.js';
export type { SessionTracing, SessionTracingStats } from './edges/session-tracing.js';

export type { AnyIdGenerator, SessionIdGenerator } from './edges/session-id-generator.js';
export type { HoldingOptions } from './late/holding-options.js';
export type { AnySpanExporter, ExportAnswer } from './late/delivery.js';
export type { ExportableSpan } from './late/replaceable-copy.js';
export type { AnySampler, SamplingAnswer } from './core/sampling.js';

// For a tracer provider that exists already.
export { attachSessionTracing } from './attach-session-tracing.js';
export type { AttachedProcessor } from './attach-session-tracing.js';
export { isSafeLogAttribute } from './logs/safe-log-attribute.js';
export type { LogToSpanOptions } from './logs/log-to-span-options.js';
export type { EmittedLogRecord, SessionLogProcessor } from './logs/log-record-types.js';

// The session of a piece of work, told through the context.
export { getSession, setSession, withSession } from './edges/session-context.js';
export type { SessionEntry } from './edges/session-context.js';

// Ready-made answers to "which session is it?".
export { firstOf } from './resolvers/first-of.js';
export { fromAttributes } from './resolvers/from-attributes.js';
export { fromBaggage } from './resolvers/from-baggage.js';
export { fromEnv } from './resolvers/from-env.js';
export { fromOpenInference } from './resolvers/from-open-inference.js';
export type { SessionIdResolver } from './resolvers/session-id-resolver.js';

// From session id to trace id.
export { hmacDerivation, sha256Derivation } from './core/derivation.js';
export type { DerivedIds, SessionDerivation } from './core/derivation.js';

// Sessions over several processes.
export { contextFromEnvironment, sessionEnvironment } from './edges/environment.js';
export type { Environment, SessionEnvironmentOptions } from './edges/environment.js';

// The options.
export { rotateAfter } from './options/rotate-after.js';
export type { RotationLimits } from './options/rotate-after.js';
export type { SessionIdProvider, SessionTracingOptions } from './options/options.js';
export type { InteractionPattern } from './options/interaction-matcher.js';
export type { SessionProgress, TraceKey, TraceScope } from './options/trace-scope.js';
export type { SessionRootMode } from './state/session.js';
export type { SpanStart } from './core/span-start.js';
export type { EndedSpan, StartedSpan } from './edges/span-types.js';
