import type { AttributeValue, Link, SpanContext } from '@opentelemetry/api';
import type { SdkSpanFields, StartedSpan } from '../sdk/span.js';
import type { ExportableSpan } from '../sdk/span-exporter.js';

/**
 * A copy of an ended span that can be placed like one that starts. The span itself stays as it is: the
 * application may still look at it. Whatever is not overridden is read from the span, so that fields of a
 * later SDK come along.
 */
export function replaceableCopy(span: ExportableSpan): StartedSpan {
  const { traceId, spanId, traceFlags, traceState } = span.spanContext();
  const context: SpanContext = {
    traceId,
    spanId,
    traceFlags,
    ...(traceState === undefined ? {} : { traceState }),
  };
  const attributes = { ...span.attributes };
  const links = [...span.links];
  const fields = span as SdkSpanFields;
  const own: Record<string, unknown> = {
    spanContext: () => context,
    attributes,
    links,
    setAttribute(key: string, value: AttributeValue): void {
      attributes[key] = value;
    },
    addLink(link: Link): void {
      links.push(link);
    },
  };
  for (const field of ['parentSpanContext', 'parentSpanId'] as const) {
    if (field in fields) {
      own[field] = fields[field];
    }
  }
  return Object.assign(Object.create(span) as StartedSpan, own);
}

/** About how many bytes a span keeps alive: what is bounded is the order of magnitude. */
export function sizeOf({ name, attributes }: ExportableSpan): number {
  let size = 1_000 + 2 * name.length;
  for (const key in attributes) {
    const value = attributes[key];
    size += 2 * key.length + (typeof value === 'string' ? 2 * value.length : 16);
    if (Array.isArray(value)) {
      size += value.reduce<number>((sum, item) => sum + 2 * String(item).length, 0);
    }
  }
  return size;
}
