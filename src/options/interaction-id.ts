import type { Context } from '@opentelemetry/api';
import { expected } from '../diagnostics/expected.js';
import type { Guard } from '../diagnostics/guard.js';
import type { SpanStart } from '../sdk/span-start.js';

/** What identifies a turn. */
export interface InteractionIdOption {
  /**
   * The turn's own id: the key of an attribute, or a function. A span without a parent that carries
   * the id of a known turn joins that turn. Default: none.
   *
   * @example
   * ```ts
   * createSessionTracing({ sessionId, interactionId: 'prompt.id' });
   * ```
   */
  readonly interactionId?:
    string | ((span: SpanStart, parentContext: Context) => string | null | undefined);
}

interface ResolvedInteractionId {
  /** Undefined where the option was left out. */
  readonly interactionId: ((span: SpanStart, parentContext: Context) => unknown) | undefined;
}

/** Checks the option, and makes a function of an attribute key. */
export function resolveInteractionId(
  { interactionId }: InteractionIdOption,
  guard: Guard,
): ResolvedInteractionId {
  if (interactionId === undefined) {
    return { interactionId };
  }
  if (typeof interactionId === 'function') {
    return { interactionId: guard.wrap('interactionId', interactionId) };
  }
  if (typeof interactionId !== 'string' || interactionId === '') {
    throw expected('interactionId', 'an attribute key or a function', interactionId);
  }
  return { interactionId: ({ attributes }) => attributes[interactionId] };
}
