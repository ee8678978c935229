import type { Attributes, AttributeValue } from '@opentelemetry/api';
import { expected } from '../diagnostics/expected.js';
import type { Guard } from '../diagnostics/guard.js';
import { atOnce } from '../diagnostics/promises.js';
import { attributeKeys } from './checks/attribute-keys.js';
import { attributesIn } from './checks/attributes.js';

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
      Object.entries(attributesIn('sessionAttributes()', atOnce(sessionAttributes(sessionId)))),
    );
    const check = guard.wrap('sessionAttributes', stampEntry);
    return {
      stampOf: (sessionId) =>
        (describe(sessionId, undefined) ?? []).flatMap(([key, value]) => check(key, value) ?? []),
      stampsTurns: true,
    };
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

/** The values are checked here, once per session, because spans are written without asking the SDK. */
function stampEntry(key: string, answered: unknown): Stamp {
  const value = atOnce(answered, 1);
  if (value === undefined || value === null) {
    return [];
  }
  if (key === '' || !isAttributeValue(value)) {
    throw expected(
      `sessionAttributes()['${key}']`,
      'a string, number or boolean, or a list of one of these, under a key that is not empty',
      value,
    );
  }
  return [{ key, value }];
}

function isAttributeValue(value: unknown): value is AttributeValue {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  const given = items.filter((item) => item !== null && item !== undefined);
  const types = new Set<string>(given.map((item) => typeof item));
  return types.size <= 1 && [...types].every((type) => ATTRIBUTE_TYPES.includes(type));
}

const ATTRIBUTE_TYPES = ['string', 'number', 'boolean'];
