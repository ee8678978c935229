import { SpanKind } from '@opentelemetry/api';

/** Whether a span of that kind serves a request or takes a message: it was asked for from elsewhere. */
export function isRequest(kind: SpanKind | undefined): boolean {
  return kind === SpanKind.SERVER || kind === SpanKind.CONSUMER;
}
