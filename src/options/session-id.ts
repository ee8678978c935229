import type { Context } from '@opentelemetry/api';
import { expected } from '../diagnostics/expected.js';
import { requireCalled } from '../diagnostics/factory.js';
import type { Guard } from '../diagnostics/guard.js';
import { requireUsableId } from '../ids/usable-id.js';
import {
  nameOf,
  needsSpan,
  partsOf,
  readsAttributes,
  type SessionIdResolver,
} from '../resolvers/session-id-resolver.js';
import type { SpanStart } from '../sdk/span-start.js';
import { hasMethod } from './checks/has-method.js';

/** Tells the current session id; the shape of OpenTelemetry's own session providers. */
export interface SessionIdProvider {
  /** The current session id; null, undefined or empty when there is none. */
  getSessionId(): string | null | undefined;
}

/** Which session a span belongs to. */
export interface SessionIdOption {
  /**
   * Tells the session of a span: a fixed id, a function of the starting span and its context, or an
   * object with `getSessionId()`. Asked only where neither `withSession` nor the parent tells.
   *
   * @example
   * ```ts
   * createSessionTracing({ sessionId: () => runtime.sessionId });
   * ```
   *
   * @example
   * ```ts
   * createSessionTracing({ sessionId: fromAttributes('session.id') });
   * ```
   */
  readonly sessionId: string | SessionIdResolver | SessionIdProvider;
}

/** One of the functions that tell a session id. */
interface ResolverPart {
  /** What messages call it. */
  readonly name: string;
  readonly resolve: (span: SpanStart, parentContext: Context) => unknown;
  /** It may look at the span, so it cannot be asked without one. */
  readonly needsSpan: boolean;
  /** It looks at nothing but attributes, so it can be asked again when the span has ended. */
  readonly readsAttributes: boolean;
}

interface ResolvedSessionId {
  /** The functions that tell a session id, in the order in which they are asked. */
  readonly resolvers: readonly ResolverPart[];
}

/** Checks the option, and takes a composed resolver apart. */
export function resolveSessionId({ sessionId }: SessionIdOption, guard: Guard): ResolvedSessionId {
  if (typeof sessionId === 'string') {
    requireUsableId('sessionId', sessionId);
    return withoutSpan('the fixed id', () => sessionId);
  }
  if (typeof sessionId === 'function') {
    requireCalled('sessionId', sessionId);
    const resolvers = partsOf(sessionId).map((part) => ({
      name: nameOf(part) ?? 'your function',
      resolve: guard.wrap('sessionId', part),
      needsSpan: needsSpan(part),
      readsAttributes: readsAttributes(part),
    }));
    return { resolvers };
  }
  if (!hasMethod(sessionId, 'getSessionId')) {
    throw expected(
      'sessionId',
      'a session id, a function (span, parentContext) => session id, or an object with getSessionId()',
      sessionId,
      (sessionId as unknown) === undefined ? UNSET : undefined,
    );
  }
  return withoutSpan(
    'getSessionId()',
    guard.wrap('sessionId', () => sessionId.getSessionId()),
  );
}

const UNSET =
  "A variable of the environment that may be unset is read by `fromEnv('NAME')`, when a span needs it.";

function withoutSpan(name: string, resolve: ResolverPart['resolve']): ResolvedSessionId {
  return { resolvers: [{ name, resolve, needsSpan: false, readsAttributes: false }] };
}
