import type { Attributes, AttributeValue } from '@opentelemetry/api';
import { expected } from '../diagnostics/expected.js';
import { firstOf } from './first-of.js';
import { named, readingAttributes, type SessionIdResolver } from './session-id-resolver.js';
import { toBeCalled } from '../diagnostics/factory.js';

/** Takes the session id out of the attributes of a span, and reads nothing else. It must answer at once. */
export type AttributesReader = (attributes: Readonly<Attributes>) => string | null | undefined;

/**
 * Takes the session id from the attributes of a span: the first key whose value is a non-empty text, or a list of one,
 * as instrumentations capture headers. A function serves where the id has to be taken out of something. It may read
 * nothing but the attributes, because it is asked when a span starts, and again at its end if nobody knew by then.
 *
 * @param sources - attribute keys, and functions of all attributes, asked in this order
 * @throws TypeError when there is none, or one is neither a non-empty text nor a function
 *
 * @example
 * ```ts
 * new SessionTraceSpanProcessor({ sessionId: fromAttributes('session.id', 'gen_ai.conversation.id') });
 * ```
 *
 * @example
 * ```ts
 * // Genkit puts the session into an attribute that is JSON.
 * fromAttributes((attributes) => {
 *   const text = attributes['genkit:metadata:context'];
 *   return typeof text === 'string' ? JSON.parse(text).sessionId : undefined;
 * });
 * ```
 */
export function fromAttributes(
  ...sources: readonly (string | AttributesReader)[]
): SessionIdResolver {
  if (sources.length === 0 || sources.some((source) => !isSource(source))) {
    throw expected('keys', 'one or more non-empty attribute keys', sources);
  }
  const keys = sources.filter((source) => typeof source === 'string');
  if (keys.length === sources.length) {
    return fromKeys(keys);
  }
  // Each by itself, so that a function which throws does not keep the next from being asked.
  return firstOf(
    ...sources.map((source) =>
      typeof source === 'string'
        ? fromKeys([source])
        : named(
            'fromAttributes(your function)',
            readingAttributes(({ attributes }) => source(attributes)),
          ),
    ),
  );
}

toBeCalled(fromAttributes, "fromAttributes('session.id')");

function isSource(source: unknown): boolean {
  return typeof source === 'function' || (typeof source === 'string' && source !== '');
}

function fromKeys(keys: readonly string[]): SessionIdResolver {
  const name = `fromAttributes(${keys.map((key) => `'${key}'`).join(', ')})`;
  const read = ({ attributes }: { readonly attributes: Attributes }): unknown => {
    let wrong: unknown = undefined;
    for (const key of keys) {
      const value = onlyOf(attributes[key]);
      if (typeof value === 'string' && value !== '') {
        return value;
      }
      wrong ??= value === '' ? undefined : value;
    }
    // A number, say, is no session id: answered all the same, it is refused, counted and told.
    return wrong;
  };
  return named(name, readingAttributes(read as SessionIdResolver));
}

function onlyOf(value: AttributeValue | undefined): unknown {
  return Array.isArray(value) && value.length === 1 ? value[0] : value;
}
