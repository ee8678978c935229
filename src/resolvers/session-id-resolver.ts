import type { Context } from '@opentelemetry/api';
import { tryToRead } from '../diagnostics/try-to-read.js';
import type { SpanStart } from '../sdk/span-start.js';

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

const NEEDS_NO_SPAN = Symbol.for('otel-session-trace.resolver-needs-no-span');

const READS_ATTRIBUTES = Symbol.for('otel-session-trace.resolver-reads-attributes');

const NAME = Symbol.for('otel-session-trace.resolver-name');

type NotedResolver = SessionIdResolver & {
  [NAME]?: string;
  [READS_ATTRIBUTES]?: true;
  [PARTS]?: readonly SessionIdResolver[];
  [NEEDS_NO_SPAN]?: true;
};

/** A function of the user's may be a proxy that lets nobody look. */
function noteOn<Key extends keyof NotedResolver>(
  resolver: NotedResolver,
  key: Key,
): NotedResolver[Key] | undefined {
  return tryToRead(() => resolver[key]);
}

/** Notes on a resolver which resolvers it asks, so that a failure of one does not silence the next. */
export function composedOf(
  resolver: SessionIdResolver,
  parts: readonly SessionIdResolver[],
): SessionIdResolver {
  return Object.assign(resolver, { [PARTS]: parts });
}

/** The resolvers that a resolver asks, in order; itself if it asks no other. */
export function partsOf(resolver: SessionIdResolver): readonly SessionIdResolver[] {
  return noteOn(resolver, PARTS)?.flatMap(partsOf) ?? [resolver];
}

/** Notes on a resolver what messages call it. */
export function named(name: string, resolver: SessionIdResolver): SessionIdResolver {
  return Object.assign(resolver, { [NAME]: name });
}

/** What messages call a resolver; undefined for a function of the user's. */
export function nameOf(resolver: SessionIdResolver): string | undefined {
  return noteOn(resolver, NAME);
}

/** Notes on a resolver that it looks at the context only, or at neither. */
export function withoutSpan(resolver: SessionIdResolver): SessionIdResolver {
  return Object.assign(resolver, { [NEEDS_NO_SPAN]: true });
}

/** Whether a resolver may look at the span. A function that takes no argument does not. */
export function needsSpan(resolver: SessionIdResolver): boolean {
  return noteOn(resolver, NEEDS_NO_SPAN) !== true && tryToRead(() => resolver.length) !== 0;
}

/**
 * Notes on a resolver that it looks at nothing but the attributes of the span. Only such a one can be asked
 * again when the span ends: an ambient answer would be whoever is current by then.
 */
export function readingAttributes(resolver: SessionIdResolver): SessionIdResolver {
  return Object.assign(resolver, { [READS_ATTRIBUTES]: true });
}

/** Whether a resolver looks at nothing but the attributes of the span. */
export function readsAttributes(resolver: SessionIdResolver): boolean {
  return noteOn(resolver, READS_ATTRIBUTES) === true;
}
