import type { Context } from '@opentelemetry/api';
import type { SpanStart } from '../edges/span-types.js';

/**
 * Tells the session of a span that starts. Called for spans whose session neither `withSession` nor
 * the parent tells. It must answer at once: null or undefined mean that it does not know; anything
 * else but a usable string is taken as no answer, counted, and told once through `diag`.
 *
 * @param span - the span as it is known at start
 * @param parentContext - the context that the span starts in
 */
export type SessionIdResolver = (
  span: SpanStart,
  parentContext: Context,
) => string | null | undefined;

// `Symbol.for`, so that a resolver made by another copy of this package is understood as well.
const PARTS = Symbol.for('otel-session-trace.resolver-parts');

type CompositeResolver = SessionIdResolver & { [PARTS]?: readonly SessionIdResolver[] };

/** Notes on a resolver which resolvers it asks, so that a failure of one does not silence the next. */
export function composedOf(
  resolver: SessionIdResolver,
  parts: readonly SessionIdResolver[],
): SessionIdResolver {
  return Object.assign(resolver, { [PARTS]: parts });
}

/** The resolvers that a resolver asks, in order; itself if it asks no other. */
export function partsOf(resolver: SessionIdResolver): readonly SessionIdResolver[] {
  return (resolver as CompositeResolver)[PARTS]?.flatMap(partsOf) ?? [resolver];
}
