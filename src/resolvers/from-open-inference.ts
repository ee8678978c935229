import { createContextKey } from '@opentelemetry/api';
import { named, withoutSpan, type SessionIdResolver } from './session-id-resolver.js';
import { toBeCalled } from '../diagnostics/factory.js';

// The name under which `setSession` of @arizeai/openinference-core (seen in 2.7.1) keeps the id; the
// API makes equal keys from equal names.
const OPEN_INFERENCE_SESSION = createContextKey('OpenInference SDK Context Key session.id');

/**
 * Takes the session id that `setSession` of `@arizeai/openinference-core` put into the context.
 *
 * @example
 * ```ts
 * createSessionTracing({ sessionId: firstOf(fromOpenInference(), fromAttributes('session.id')) });
 * ```
 */
export function fromOpenInference(): SessionIdResolver {
  return named(
    'fromOpenInference()',
    withoutSpan((_span, parentContext) => {
      const value = parentContext.getValue(OPEN_INFERENCE_SESSION);
      return typeof value === 'string' && value !== '' ? value : undefined;
    }),
  );
}

toBeCalled(fromOpenInference, 'fromOpenInference()');
