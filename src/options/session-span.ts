import type { Attributes } from '@opentelemetry/api';
import { expected } from '../diagnostics/expected.js';
import type { Guard } from '../diagnostics/guard.js';
import { atOnce } from '../diagnostics/promises.js';
import { attributesIn } from './checks/attributes.js';

/** How the session root looks. */
export interface SessionSpanOption {
  /**
   * How the exported root looks. Default: name `session`, no attributes but the stamped ones.
   *
   * @example
   * ```ts
   * createSessionTracing({
   *   sessionId,
   *   sessionSpan: (id) => ({ name: 'conversation', attributes: { 'gen_ai.conversation.id': id } }),
   * });
   * ```
   */
  readonly sessionSpan?: (sessionId: string) => {
    readonly name?: string;
    readonly attributes?: Attributes;
  };
}

/** Its attributes, their values, and the items of lists. */
const LEVELS = 3;
const DEFAULT = { name: 'session', attributes: {} };

/** Checks the option, and the name that it answers. */
export function resolveSessionSpan(
  { sessionSpan }: SessionSpanOption,
  guard: Guard,
): { readonly sessionSpanOf: (sessionId: string) => { name: string; attributes: Attributes } } {
  if (sessionSpan === undefined) {
    return { sessionSpanOf: () => DEFAULT };
  }
  if (typeof sessionSpan !== 'function') {
    throw expected('sessionSpan', 'a function of the session id', sessionSpan);
  }
  const describe = guard.wrap('sessionSpan', (sessionId: string) => {
    const { name, attributes } = atOnce(sessionSpan(sessionId), LEVELS);
    if (name !== undefined && typeof name !== 'string') {
      throw expected('sessionSpan().name', 'a string', name);
    }
    // A copy: what its getters throw is met here, and not where a root is made or a sampler asked.
    return {
      name: name ?? DEFAULT.name,
      attributes: { ...attributesIn('sessionSpan().attributes', attributes ?? {}) },
    };
  });
  return { sessionSpanOf: (sessionId) => describe(sessionId, undefined) ?? DEFAULT };
}
