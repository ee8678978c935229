import type { InteractionPattern } from './interaction.js';
import { toBeCalled } from '../diagnostics/factory.js';
import { isRequest } from '../sdk/is-request.js';

/**
 * Turns are the requests that this process serves: spans of kind SERVER and CONSUMER, whatever instrumentation makes
 * them. For the option `interaction`; with `nestedInteractions: 'keep'` what begins in a request stays there. The session
 * of a request is known when its span starts, by `sessionPropagator`, a header that is a span attribute, or a resolver; or only in its
 * handler, by `withSession`, and then takes `sessions.exporter`.
 *
 * @example
 * ```ts
 * createSessionTracing({ sessionId, interaction: requestSpans(), nestedInteractions: 'keep' });
 * ```
 */
export function requestSpans(): Extract<InteractionPattern, (...args: never[]) => unknown> {
  return ({ kind }) => isRequest(kind);
}

toBeCalled(requestSpans, 'requestSpans()');
