// The span processor, and all the pieces that share one state.
export { SessionTraceSpanProcessor } from './session-tracing/session-trace-span-processor.js';
export { createSessionTracing } from './session-tracing/create-session-tracing.js';
export type { SessionTracing, SessionTracingStats } from './session-tracing/session-tracing.js';

export type { Explanation, NoSession } from './explain/explanation.js';

export type { AnySpanProcessor } from './sdk/span-processor.js';
export type { AnyIdGenerator } from './sdk/id-generator.js';
export type { SessionIdGenerator } from './sampling/session-id-generator.js';
export type { HoldingOptions } from './export/holding-options.js';
export type { AnySpanExporter, ExportAnswer, ExportableSpan } from './sdk/span-exporter.js';
export type { AnySampler, SamplingAnswer } from './sdk/sampler.js';

// For a tracer provider that exists already.
export { attachSessionTracing } from './register/attach-session-tracing.js';
export type { AttachedProcessor } from './register/attach-session-tracing.js';
export { isSafeLogAttribute } from './logs/safe-log-attribute.js';
export type { LogToSpanOptions } from './logs/log-to-span-options.js';
export type { EmittedLogRecord, SessionLogProcessor } from './sdk/log-record.js';

// The session of a piece of work, told through the context.
export { getSession, setSession, withSession } from './propagation/with-session.js';
export type { SessionEntry, SessionName } from './propagation/with-session.js';
export { sessionPropagator } from './propagation/session-propagator.js';
export type { SessionPropagatorOptions } from './propagation/session-propagator-options.js';

// Ready-made answers to "which session is it?".
export { firstOf } from './resolvers/first-of.js';
export { fromAttributes } from './resolvers/from-attributes.js';
export type { AttributesReader } from './resolvers/from-attributes.js';
export { fromBaggage } from './resolvers/from-baggage.js';
export { fromEnv } from './resolvers/from-env.js';
export { fromOpenInference } from './resolvers/from-open-inference.js';
export type { SessionIdResolver } from './resolvers/session-id-resolver.js';

// From session id to trace id.
export { hmacDerivation, sha256Derivation } from './ids/derivation.js';
export type { DerivedIds, SessionDerivation } from './ids/derivation.js';

// Sessions over several processes.
export { contextFromCarrier, sessionCarrier } from './propagation/carrier.js';
export { contextFromEnvironment, sessionEnvironment } from './propagation/environment.js';
export type { Environment } from './propagation/environment.js';
export type { CarryingOptions } from './propagation/w3c-fields.js';

// The options.
export { requestSpans } from './options/request-spans.js';
export { rotateAfter } from './options/rotate-after.js';
export type { RotationLimits } from './options/rotate-after.js';
export type { SessionTracingOptions } from './options/options.js';
export type { SessionIdProvider } from './options/session-id.js';
export type { InteractionPattern } from './options/interaction.js';
export type { SessionProgress, TraceKey, TraceScope } from './options/trace-scope.js';
export type { SessionRootMode } from './options/session-root.js';
export type { SpanStart } from './sdk/span-start.js';
export type { EndedSpan, StartedSpan } from './sdk/span.js';
