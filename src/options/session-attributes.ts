import type { Attributes, AttributeValue } from '@opentelemetry/api';
import type { Guard } from '../diagnostics/guard.js';
import { attributeKeys } from './checks/attribute-keys.js';

/** What every span of a session is stamped with. */
export interface SessionAttributesOption {
  /**
   * What every span of the session is stamped with: the keys that get the session id, a function of
   * the session id, or false for nothing. A value that is there is never overwritten.
   * Default `['session.id']`.
   *
   * @example
   * ```ts
   * createSessionTracing({
   *   sessionId,
   *   sessionAttributes: (id) => ({ 'session.id': sha256(id), 'app.tier': 'free' }),
   * });
   * ```
   */
  readonly sessionAttributes?: readonly string[] | ((sessionId: string) => Attributes) | false;
}

/** The attributes that every span of a session gets, made once per session. */
export type Stamp = readonly { readonly key: string; readonly value: AttributeValue }[];

interface ResolvedSessionAttributes {
  readonly stampOf: (sessionId: string) => Stamp;
  readonly stampsTurns: boolean;
}

/** Checks the option, and fills it in where it is left out. */
export function resolveSessionAttributes(
  { sessionAttributes = ['session.id'] }: SessionAttributesOption,
  guard: Guard,
): ResolvedSessionAttributes {
  if (sessionAttributes === false) {
    return { stampOf: () => [], stampsTurns: false };
  }
  if (typeof sessionAttributes === 'function') {
    const describe = guard.wrap('sessionAttributes', (sessionId: string) =>
      Object.entries(sessionAttributes(sessionId)).flatMap(([key, value]) =>
        value === undefined ? [] : [{ key, value }],
      ),
    );
    return { stampOf: (sessionId) => describe(sessionId, undefined) ?? [], stampsTurns: true };
  }
  const keys = attributeKeys(
    'sessionAttributes',
    sessionAttributes,
    ', a function of the session id, or false',
  );
  return {
    stampOf: (sessionId) => keys.map((key) => ({ key, value: sessionId })),
    stampsTurns: true,
  };
}
