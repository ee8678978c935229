import type { Span, SpanContext } from '@opentelemetry/api';
import type { Notices } from '../diagnostics/notices.js';

const COST = 'Sessions are one trace each, but without a root span until then.';

/**
 * Tells why a root did not come by our own `onStart`, and how to mend that.
 *
 * @param span - what the tracer provider made; undefined where there is no provider
 * @param standIn - the parent that the root was started under
 */
export function tellWhyNoRoot(
  span: Span | undefined,
  standIn: SpanContext,
  notices: Notices,
): void {
  if (span?.isRecording() === true) {
    notices.warnOnce(
      'no root',
      'the session root was started on a tracer provider that does not carry this span processor. ' +
        `Pass \`tracerProvider: () => provider\` with the provider that does. ${COST}`,
    );
  } else if (span === undefined || span.spanContext().spanId === standIn.spanId) {
    notices.warnOnce(
      'no root',
      'no tracer provider is registered, so no session root can be made. Call `provider.register()` ' +
        '(SDK 3: `trace.setGlobalTracerProvider(provider)`) before the first span, or pass ' +
        `\`tracerProvider: () => provider\`. ${COST}`,
    );
  } else {
    notices.warnOnce(
      'root not sampled',
      'the sampler dropped a session root although its parent is sampled: that session has no root ' +
        'span. Wrap the sampler in a ParentBasedSampler.',
    );
  }
}
