import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-node';
import type {
  ReceivedAttributes,
  ReceivedKind,
  ReceivedSpan,
} from '../../examples/support/received-span.js';

/** An exported span in the shape in which a backend receives it; `order` stands for its start time. */
export function received(span: ReadableSpan, order: number): ReceivedSpan {
  const { traceId, spanId, traceFlags } = span.spanContext();
  const parent = span.parentSpanContext;
  return {
    traceId,
    spanId,
    ...(parent === undefined ? {} : { parentSpanId: parent.spanId }),
    name: span.name,
    kind: SpanKind[span.kind] as ReceivedKind,
    startTimeUnixNano: BigInt(order),
    endTimeUnixNano: BigInt(order),
    attributes: span.attributes as ReceivedAttributes,
    links: span.links.map(({ context, attributes }) => ({
      traceId: context.traceId,
      spanId: context.spanId,
      attributes: (attributes ?? {}) as ReceivedAttributes,
    })),
    status: { code: SpanStatusCode[span.status.code] as 'UNSET' | 'OK' | 'ERROR' },
    scope: span.instrumentationScope.name,
    flags: traceFlags | 0x100 | (parent?.isRemote === true ? 0x200 : 0),
  };
}
